import fc from "fast-check";

/**
 * Properties are tried on the same cases each time, so that a run tells of the change that it is made for;
 * PROPERTY_SEED=random, or a number, tries others.
 */
const wanted = process.env["PROPERTY_SEED"] ?? "20250101";
fc.configureGlobal({ seed: wanted === "random" ? Date.now() % 2 ** 31 : Number(wanted) });

export default fc;
