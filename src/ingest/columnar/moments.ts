/** Times of files as whole numbers of 64 bits, brought to seconds without big integers, which are slow. */

export type TimeUnit = "s" | "ms" | "us" | "ns";

const perSecond = { s: 1, ms: 1000, us: 1e6, ns: 1e9 } as const;
/** What can be written as a year of four digits. */
const first = -62_167_219_200;
const last = 253_402_300_799;

/**
 * Whole seconds since 1970 of times since then in a unit; NaN for what no year of four digits has. As in
 * files that are read as text, what is finer than a millisecond is cut off, then what is finer than a second.
 */
export function secondsOf(times: BigInt64Array, unit: TimeUnit): Float64Array {
  const { length } = times;
  const halves = new Int32Array(times.buffer, times.byteOffset, length * 2);
  const seconds = new Float64Array(length);
  const of = perSecond[unit];
  for (let at = 0; at < length; at += 1) {
    const low = halves[at * 2] ?? 0;
    const high = halves[at * 2 + 1] ?? 0;
    let second;
    if (high < 0) {
      const time = times[at] ?? 0n;
      const ms = unit === "s" ? time * 1000n : (time * 1000n) / BigInt(of);
      second = Math.floor(Number(ms) / 1000);
    } else {
      second = Math.floor((high * 4_294_967_296 + (low >>> 0)) / of);
      if (unit === "ns") {
        // Nanoseconds of our days are beyond what a number holds exactly: the remainder tells the second.
        const rest = (low - Math.imul(second | 0, 1_000_000_000)) | 0;
        if (rest < 0) second -= 1;
        else if (rest >= 1_000_000_000) second += 1;
      }
    }
    seconds[at] = second >= first && second <= last ? second : NaN;
  }
  return seconds;
}

/** Numbers of seconds as whole numbers of 64 bits; what is none stays 0. */
export function wholeSeconds(seconds: Float64Array): BigInt64Array<ArrayBuffer> {
  const whole = new BigInt64Array(seconds.length);
  const halves = new Int32Array(whole.buffer);
  for (let at = 0; at < seconds.length; at += 1) {
    const second = seconds[at] ?? 0;
    halves[at * 2] = second | 0;
    halves[at * 2 + 1] = Math.floor(second / 4_294_967_296);
  }
  return whole;
}
