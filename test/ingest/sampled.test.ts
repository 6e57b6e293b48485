import { describe, expect, it } from "vitest";
import { recognise } from "../../src/ingest/recognise.ts";

/** An export of so many orders; every tenth has a status that no shop system is known to use. */
function orders(count: number, padding = ""): Blob {
  const rows = Array.from({ length: count }, (_, i) => {
    const day = `2025-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`;
    return `A${i},C${i % 997},${day} 10:00:00,${(10 + (i % 90)).toFixed(2)},${i % 10 ? "completed" : "Zorbed"},${padding}`;
  });
  return new Blob(["order_id,customer_id,ordered_at,amount,status,note\n", rows.join("\n"), "\n"]);
}
const recognised = async (blob: Blob) => (await recognise("f", "orders.csv", blob, null)).recognition;
const statusRows = ({ questions }: Awaited<ReturnType<typeof recognised>>) =>
  questions.find(({ id }) => id.startsWith("status:"))?.options[0]?.detail.en;

describe("what is said of a file before it is loaded", () => {
  it("is of all its rows while they are few", async () => {
    const few = await recognised(orders(500));
    expect(few).not.toHaveProperty("sampled");
    expect(few).not.toHaveProperty("about");
    expect(statusRows(few)).toBe("50 rows");
  });
  it("names the rows that were looked at where those are not all", async () => {
    const more = await recognised(orders(50_000));
    expect(more.rows).toBe(50_000);
    expect(more).not.toHaveProperty("about");
    expect(more.sampled).toBeLessThan(50_000);
    expect(more.sampled).toBeGreaterThanOrEqual(10_000);
    expect(statusRows(more)).toMatch(/^about [\d,]+ rows$/);
  });
  it("says that the number of rows is judged where the file was not read whole", async () => {
    const large = await recognised(orders(60_000, "x".repeat(60)));
    expect(large.about).toBe(true);
    expect(Math.abs(large.rows / 60_000 - 1)).toBeLessThan(0.1);
    expect(large.sampled).toBeLessThan(large.rows);
  });
});
