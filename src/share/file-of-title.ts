import type { Document } from "../document/document.ts";

/** The file that the title of a document tells the name of, or null. */
export function fileOfTitle({ title, data }: Pick<Document, "title" | "data">): string | null {
  const titles = Object.values(title).map((text) => text.toLowerCase());
  const told = ({ name }: { name: string }) => {
    const bare = name.toLowerCase().replace(/\.[^.]*$/, "");
    return bare.length >= 3 && titles.some((text) => text.includes(bare));
  };
  return data.sources.find(told)?.name ?? null;
}
