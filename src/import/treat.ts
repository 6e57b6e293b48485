import type { Mapping, Receipt } from "../ingest/source.ts";
import { treatedMapping, treatedPolicies } from "../ingest/treatments.ts";
import type { Workspace } from "../workspace/workspace.svelte.ts";

/**
 * Does what was chosen in a receipt: another rule of cleaning, or another mapping of its file, which
 * `remap` reads the file under.
 */
export async function treat(
  workspace: Workspace,
  { treatment, file }: Receipt,
  value: string,
  remap: (file: string, mapping: Mapping) => void | Promise<void>,
): Promise<void> {
  if (!treatment) return;
  const { sets } = treatment;
  if (sets.kind === "policy") {
    await workspace.setPolicies(treatedPolicies(workspace.intake.policies, sets.policy, value));
    return;
  }
  if (sets.kind === "currency") {
    await workspace.setPolicies({ ...workspace.intake.policies, currency: value });
    return;
  }
  const mapping = workspace.recognitions.find((one) => one.file === file)?.mapping;
  if (mapping && file !== null) await remap(file, treatedMapping(mapping, treatment, value));
}

/** Reads a file of the loaded data under another mapping and loads all again; if that fails nothing is changed. */
export async function remapLoaded(workspace: Workspace, file: string, mapping: Mapping): Promise<void> {
  const before = workspace.recognitions;
  const was = before.find((one) => one.file === file);
  if (!was) return;
  const revised = await workspace.shop.revise(file, mapping);
  workspace.recognitions = before.map((one) => (one.file === file ? revised : one));
  try {
    await workspace.reload();
  } catch (error) {
    await workspace.shop.revise(file, was.mapping);
    workspace.recognitions = before;
    throw error;
  }
  workspace.adopt((document) => ({
    ...document,
    data: { ...document.data, sources: workspace.intake.sources },
  }));
}
