/** The interface's languages. */
export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];

/** One message in every language; the type makes a missing translation a compile error. */
export type Text = Readonly<Record<Locale, string>>;

/** Joins messages in each language at once, so that composed texts stay bilingual. */
export function joinText(texts: readonly Text[], separator: Text): Text {
  const join = (locale: Locale) => texts.map((text) => text[locale]).join(separator[locale]);
  return { en: join("en"), "zh-CN": join("zh-CN") };
}

/** A text that is the same in every language, such as a name out of the user's data. */
export function sameText(text: string): Text {
  return { en: text, "zh-CN": text };
}

/** An error whose message is shown to the user in either language. */
export class TextError extends Error {
  readonly text: Text;
  constructor(text: Text, options?: ErrorOptions) {
    super(text.en, options);
    this.name = "TextError";
    this.text = text;
  }
}
