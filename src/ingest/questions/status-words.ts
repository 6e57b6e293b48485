import { columnOf } from "../map.ts";
import { messages } from "../messages.ts";
import { wordStatuses } from "../returns.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { type Status, statusOf } from "../statuses.ts";
import { amountQuestions as texts } from "./amounts.messages.ts";

export const statusWord = "status:";
/** Begins the id of the same question about the further status. */
export const furtherWord = "further-status:";
/** Before these where the column tells kinds of rows, so that a row of an unknown kind may be no sale. */
export const rowKind = "row-kind:";
/** The id of the question about what a status word means. */
export function statusQuestion(word: string, further = false): string {
  return `${further ? furtherWord : statusWord}${word}`;
}

/** The status word that a question is about, and of which of the two columns; null for another question. */
export function wordAsked(id: string): { readonly word: string; readonly further: boolean } | null {
  const plain = id.startsWith(rowKind) ? id.slice(rowKind.length) : id;
  if (plain.startsWith(statusWord)) return { word: plain.slice(statusWord.length), further: false };
  return plain.startsWith(furtherWord) ? { word: plain.slice(furtherWord.length), further: true } : null;
}

/** Asks what each status word means that is not known. */
export function statuses(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  return [...wordsOf(mapping, sample, fresh, "status"), ...wordsOf(mapping, sample, fresh, "further_status")];
}

function wordsOf(
  mapping: Mapping,
  sample: Sample,
  fresh: boolean,
  role: "status" | "further_status",
): Question[] {
  const column = columnOf(mapping, role);
  const profile = sample.profiles[sample.headings.indexOf(column ?? "")];
  if (column === undefined || !profile) return [];
  const given = role === "status" ? mapping.statuses : (mapping.furtherStatuses ?? {});
  const known = wordStatuses(profile);
  const scale = sample.rows.length ? sample.fileRows / sample.rows.length : 0;
  return (
    profile.top
      // A word that its column or the system it was exported from explains is not asked about.
      .filter(
        ([word]) => !known?.[word] && (known !== null || statusOf(word) === null) && !(fresh && given[word]),
      )
      .slice(0, 10)
      .map(([word, seen]): Question => {
        const rows = Math.round(seen * scale);
        const option = (value: Status, label = messages[value]) => ({
          value,
          label,
          detail: (rows === seen ? messages.statusRows : messages.aboutRows)(rows),
          rows,
        });
        const id = statusQuestion(word, role === "further_status");
        if (known)
          return {
            id: rowKind + id,
            title: texts.whatKind(column, word),
            detail: texts.otherKinds,
            options: [
              option("completed", texts.sale),
              option("cancelled", texts.noSale),
              option("refunded", texts.refund),
            ],
            answer: given[word] ?? null,
            columns: [column],
          };
        return {
          id,
          title: messages.whatStatus(word),
          detail: messages.unknownStatus,
          options: [option("completed"), option("cancelled"), option("refunded")],
          answer: given[word] ?? null,
          columns: [column],
        };
      })
  );
}
