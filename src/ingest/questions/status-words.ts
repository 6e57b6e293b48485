import { columnOf } from "../map.ts";
import { messages } from "../messages.ts";
import { wordStatuses } from "../returns.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { type Status, statusOf } from "../statuses.ts";

export const statusWord = "status:";
/** Begins the id of the same question about the further status. */
export const furtherWord = "further-status:";
/** The id of the question about what a status word means. */
export function statusQuestion(word: string, further = false): string {
  return `${further ? furtherWord : statusWord}${word}`;
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
      .filter(([word]) => !known?.[word] && statusOf(word) === null && !(fresh && given[word]))
      .slice(0, 10)
      .map(([word, seen]): Question => {
        const rows = Math.round(seen * scale);
        const option = (value: Status) => ({
          value,
          label: messages[value],
          detail: (rows === seen ? messages.statusRows : messages.aboutRows)(rows),
          rows,
        });
        return {
          id: statusQuestion(word, role === "further_status"),
          title: messages.whatStatus(word),
          detail: messages.unknownStatus,
          options: [option("completed"), option("cancelled"), option("refunded")],
          answer: given[word] ?? null,
          columns: [column],
        };
      })
  );
}
