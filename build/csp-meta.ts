import type { Plugin } from "vite";
import { contentSecurityPolicy } from "./csp.js";

/** Writes the policy into the built page. The development server injects scripts, so it goes without. */
export function cspMeta(): Plugin {
  return {
    name: "csp-meta",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
        injectTo: "head-prepend",
      },
    ],
  };
}
