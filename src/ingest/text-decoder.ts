/** What bytes 80 to 9f are in windows-1252, where they are letters. */
const letters = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const controls = /[\u0080-\u009f]/g;

/**
 * A decoder of text in an encoding. Some versions of Node take windows-1252 for ISO 8859-1, and give control
 * characters for its euro and its quotation marks.
 */
export function decoderOf(encoding: string): Pick<TextDecoder, "decode"> {
  const decoder = new TextDecoder(encoding);
  if (decoder.encoding !== "windows-1252") return decoder;
  return {
    decode: (bytes, options) =>
      decoder
        .decode(bytes, options)
        .replace(controls, (control) => letters[control.charCodeAt(0) - 0x80] ?? control),
  };
}
