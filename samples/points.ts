import type { SimulatedCustomer, SimulatedOrder } from "./simulated.ts";
import type { ShopTruth } from "./shop.ts";

/** One posting of points; redeemed and expired ones are negative. Time in seconds from the first day. */
export interface Posting {
  readonly customer: SimulatedCustomer;
  readonly time: number;
  readonly kind: "earn" | "redeem" | "expire" | "adjust";
  readonly points: number;
  readonly order: SimulatedOrder | null;
  /** The day on which earned points expire, from the first day. */
  readonly expires: number | null;
  readonly reward: string;
}

interface Lot {
  left: number;
  readonly expires: number;
}

const daySeconds = 86_400;

/**
 * The points of all members. Points are used oldest first and expire unused; a balance is never below
 * zero, and the postings of a member always add up to the balance.
 */
export class Ledger {
  readonly #rule: ShopTruth["points"];
  readonly #rewards: readonly string[];
  readonly #end: number;
  readonly #random: () => number;
  readonly #postings: Posting[] = [];
  #customer: SimulatedCustomer | null = null;
  #lots: Lot[] = [];
  #balance = 0;
  #last = 0;

  constructor(rule: ShopTruth["points"], rewards: readonly string[], end: number, random: () => number) {
    this.#rule = rule;
    this.#rewards = rewards;
    this.#end = end;
    this.#random = random;
  }

  /** A kept order of a member; a customer's orders come one after another, by day. */
  order(order: SimulatedOrder): void {
    if (order.customer !== this.#customer) this.#begin(order.customer);
    // Two orders of one day may come in either order of hours; the ledger goes forward only.
    const time = Math.max(order.time, this.#last);
    this.#expire(time);
    const { perUnit, reward, redeems, lives } = this.#rule;
    const earned = Math.floor((order.amount / 100) * perUnit);
    const expires = Math.floor(time / daySeconds) + lives;
    this.#lots.push({ left: earned, expires });
    this.#post(order.customer, time, "earn", earned, order, expires);
    if (order.refund > 0) {
      const back = Math.min(this.#balance, Math.ceil((order.refund / 100) * perUnit));
      this.#use(back);
      this.#post(order.customer, time + 3600, "adjust", -back, order);
    }
    if (this.#balance >= reward && this.#random() < redeems) {
      this.#use(reward);
      const what = this.#rewards[Math.floor(this.#random() * this.#rewards.length)];
      this.#post(order.customer, time + 60, "redeem", -reward, null, null, what);
    }
  }

  /** All postings by time. */
  postings(): Posting[] {
    this.#begin(null);
    const places = 2 ** 20;
    const keys = Float64Array.from(this.#postings, ({ time }, index) => time * places + index).sort();
    return Array.from(keys, (key) => this.#postings[key % places]).filter((posting) => posting !== undefined);
  }

  #begin(customer: SimulatedCustomer | null): void {
    if (this.#customer) this.#expire(this.#end - 1);
    this.#customer = customer;
    this.#lots = [];
    this.#balance = 0;
    this.#last = 0;
  }
  #expire(now: number): void {
    while (this.#lots[0] && this.#lots[0].expires * daySeconds <= now) {
      const lot = this.#lots.shift();
      if (!lot?.left || !this.#customer) continue;
      this.#balance -= lot.left;
      this.#post(this.#customer, lot.expires * daySeconds, "expire", -lot.left, null);
    }
  }
  #use(points: number): void {
    for (let left = points; left > 0 && this.#lots[0];) {
      const used = Math.min(left, this.#lots[0].left);
      this.#lots[0].left -= used;
      left -= used;
      if (!this.#lots[0].left) this.#lots.shift();
    }
    this.#balance -= points;
  }
  #post(
    customer: SimulatedCustomer,
    time: number,
    kind: Posting["kind"],
    points: number,
    order: SimulatedOrder | null,
    expires: number | null = null,
    reward = "",
  ): void {
    if (kind === "earn") this.#balance += points;
    if (points === 0) return;
    const at = Math.min(time, this.#end - 1);
    this.#last = Math.max(this.#last, at);
    this.#postings.push({ customer, time: at, kind, points, order, expires, reward });
  }
}
