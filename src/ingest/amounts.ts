import { type Text, joinText } from "../i18n/text.ts";
import type { TableName } from "../tables/canonical.ts";
import { synonymsOf } from "../tables/synonyms.ts";
import { amountMessages as messages } from "./amounts.messages.ts";
import { type MoneyKind, isLineMoney, isOrderMoney, moneyKind, moneyRank, priceKind } from "./money-words.ts";
import type { Profile } from "./profile.ts";
import { isUndoneFlag } from "./returns.ts";

/** A column that can be meant by the amount, and how surely its heading says so. */
export interface AmountColumn {
  readonly column: number;
  readonly name: string;
  readonly kind: MoneyKind;
  readonly strength: number;
}

/** How sure a heading is that is no known one, but speaks of money. */
const spoken = 0.7;

/** The columns of money that the amount of a table's rows can be, what the customer paid first. */
export function amountColumns(table: TableName, profiles: readonly Profile[]): AmountColumn[] {
  if (table !== "orders" && table !== "order_lines") return [];
  return profiles
    .flatMap((profile, column): AmountColumn[] => {
      // Whether it was paid is no sum.
      if (profile.type !== "number" || isUndoneFlag(profile)) return [];
      const { name } = profile;
      const said = moneyKind(name);
      const known = synonymsOf(name)
        .filter(
          (synonym) => synonym.role === "amount" && (synonym.table === table || synonym.table === "orders"),
        )
        .reduce((most, { strength }) => Math.max(most, strength), 0);
      // A known heading with other words around it can be something else: a tax, a fee, a number of things.
      const strength = said ? Math.max(known, spoken) : known >= 0.95 || known === 0.6 ? known : 0;
      return strength > 0 ? [{ column, name, kind: said ?? "plain", strength }] : [];
    })
    .sort(
      (a, b) => nearness(table, b) - nearness(table, a) || b.strength - a.strength || a.column - b.column,
    );
}

/** What orders are first: among lines the amount of a line before that of its order. */
function nearness(table: TableName, { name, kind, strength }: AmountColumn): number {
  const weak = strength <= 0.6 ? -10 : 0;
  if (table !== "order_lines") return weak + moneyRank(kind);
  return weak + moneyRank(kind) + (isOrderMoney(name) ? -5 : 0) + (isLineMoney(name) ? 0.5 : 0);
}

/** Whether two columns stand alike by their names, so that these do not say which is the amount. */
export function standAlike(table: TableName, a: AmountColumn, b: AmountColumn): boolean {
  return nearness(table, a) === nearness(table, b);
}

/** The column that names choose for the amount, null where there is none or it is to be made of price and quantity. */
export function namedAmount(table: TableName, profiles: readonly Profile[]): AmountColumn | null {
  const [best] = amountColumns(table, profiles);
  if (!best) return null;
  const priced = pricedColumns(profiles) !== null;
  // What the lines add up to is at hand: the order's own total is the same once more.
  if (table === "order_lines" && priced && isOrderMoney(best.name)) return null;
  // A price beside a quantity is of one piece, or that is asked.
  if (table === "orders" && priced && priceKind(best.name) !== null) return null;
  return best;
}

/** The columns of quantity and unit price that make the amount; null where one of them is missing. */
export function pricedColumns(
  profiles: readonly Profile[],
): { readonly quantity: number; readonly price: number } | null {
  const place = (role: string, fits: (profile: Profile) => boolean) => {
    let best = -1;
    let most = 0;
    profiles.forEach((profile, column) => {
      if (profile.type !== "number" || !fits(profile)) return;
      const named = synonymsOf(profile.name).find(
        (synonym) => synonym.table === "order_lines" && synonym.role === role,
      );
      const kind = role === "unit_price" ? priceKind(profile.name) : null;
      const strength = Math.max(named?.strength ?? 0, kind === "piece" ? 0.96 : kind ? 0.8 : 0);
      if (strength > most) [best, most] = [column, strength];
    });
    return best;
  };
  const quantity = place("quantity", ({ numbers }) => (numbers?.decimals ?? 0) <= 3);
  const price = place("unit_price", ({ name }) => priceKind(name) !== null || moneyKind(name) === null);
  return quantity < 0 || price < 0 || quantity === price ? null : { quantity, price };
}

/** Why a column is the amount, where there are others. */
export function amountReason(because: Text, chosen: AmountColumn, others: readonly AmountColumn[]): Text {
  const due = others.filter(({ kind }) => moneyRank(kind) < moneyRank(chosen.kind)).map(({ name }) => name);
  if (due.length === 0) return because;
  return joinText([because, messages.whatWasPaid(chosen.kind, due)], { en: "; ", "zh-CN": "；" });
}
