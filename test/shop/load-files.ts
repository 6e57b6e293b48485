import { decodeFrame } from "../../src/engine/arrow.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { defaultPolicies, type Mapping, type Policies, type Receipt } from "../../src/ingest/source.ts";
import { HeldFiles, recogniseFiles } from "../../src/shop/loading/load.ts";
import type { Sql } from "../../src/sql.ts";
import { type Row, frameRows } from "../../src/tables/frame.ts";
import { loadWhole } from "./load-whole.ts";

/** Files by name as they would be dropped, recognised and loaded; what a test may ask of them. */
export async function loadGiven(
  engine: Engine,
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
  policies: Partial<Policies> = {},
  change: (mapping: Mapping) => Mapping = (mapping) => mapping,
) {
  const held = new HeldFiles();
  const given = Object.entries(files).map(([name, content]) => ({ name, source: new Blob([content]) }));
  const recognised = await recogniseFiles(held, given);
  const loaded = await loadWhole(
    engine,
    held,
    recognised.map(({ file, mapping }) => ({ file, mapping: change(mapping) })),
    { ...defaultPolicies, ...policies },
  );
  const query = async (statement: Sql): Promise<Row[]> =>
    frameRows(decodeFrame(await engine.query(statement)));
  /** The receipt whose English title has some words; there must be one. */
  const receipt = (words: string): Receipt => {
    const found = loaded.receipts.filter(({ title }) => title.en.includes(words));
    const [one] = found;
    if (!one || found.length > 1)
      throw new Error(`${String(found.length)} receipts with “${words}” among: ${titles().join(" · ")}`);
    return one;
  };
  const titles = () => loaded.receipts.map(({ title }) => title.en);
  return { held, recognised, loaded, query, receipt, titles };
}
