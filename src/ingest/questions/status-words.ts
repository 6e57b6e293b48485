import { columnOf } from "../map.ts";
import { messages } from "../messages.ts";
import type { Sample } from "../sample.ts";
import type { Mapping, Question } from "../source.ts";
import { type Status, statusOf } from "../statuses.ts";

export const statusWord = "status:";
/** The id of the question about what a status word means. */
export function statusQuestion(word: string): string {
  return `${statusWord}${word}`;
}

/** Asks what each status word means that is not known. */
export function statuses(mapping: Mapping, sample: Sample, fresh: boolean): Question[] {
  const column = columnOf(mapping, "status");
  const profile = sample.profiles[sample.headings.indexOf(column ?? "")];
  if (column === undefined || !profile) return [];
  const scale = sample.rows.length ? sample.fileRows / sample.rows.length : 0;
  return (
    profile.top
      // A word that the system it was exported from explains is not asked about.
      .filter(([word]) => statusOf(word) === null && !(fresh && mapping.statuses[word]))
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
          id: statusWord + word,
          title: messages.whatStatus(word),
          detail: messages.unknownStatus,
          options: [option("completed"), option("cancelled"), option("refunded")],
          answer: mapping.statuses[word] ?? null,
          columns: [column],
        };
      })
  );
}
