import { engineLimit } from "../shop/memory.ts";

/**
 * Bytes that the engine may hold on this computer: its own limit, or half of a smaller memory, as far as
 * the browser tells of it (it never says more than 8 GB).
 */
export function memoryLimit(device = deviceMemory()): number {
  return device === null ? engineLimit : Math.min(engineLimit, (device * 1024 ** 3) / 2);
}

/** The computer's memory in GB, rounded as browsers do; null where it is not told. */
function deviceMemory(): number | null {
  if (typeof navigator === "undefined" || !("deviceMemory" in navigator)) return null;
  const { deviceMemory: gigabytes } = navigator;
  return typeof gigabytes === "number" && gigabytes > 0 ? gigabytes : null;
}
