export interface StartedWorker {
  readonly worker: Worker;
  /** Settles with the reason once the worker failed to load or came to its end by itself. */
  readonly gone: Promise<string>;
}

/**
 * Starts a worker from a blob that loads `url` (absolute, same origin): a worker from a network address
 * does not inherit the CSP of a page's meta element, one from a blob does. The worker holds a lock as
 * long as it lives, so that its end is seen even where the browser fires no event. `first` is a script that
 * a classic worker runs before.
 */
export function startWorker(url: string, type: "module" | "classic", first = ""): StartedWorker {
  // `crypto.randomUUID` is not there on plain http.
  const life = `worker ${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  const hold = `self.navigator.locks?.request("${life}", () => {
  postMessage("${life}");
  return new Promise(() => {});
});`;
  const load =
    type === "module"
      ? `import ${JSON.stringify(url)};\n${hold}`
      : `${first}\n${hold}\nimportScripts(${JSON.stringify(url)});`;
  const shim = URL.createObjectURL(new Blob([load], { type: "text/javascript" }));
  const worker = new Worker(shim, { type });
  const gone = new Promise<string>((resolve) => {
    const unloaded = (event: ErrorEvent) => resolve(event.message || `${url} could not be loaded`);
    const held = (event: MessageEvent<unknown>) => {
      if (event.data !== life) return;
      // The mark is ours: whoever speaks with the worker must not see it.
      event.stopImmediatePropagation();
      worker.removeEventListener("message", held);
      worker.removeEventListener("error", unloaded);
      URL.revokeObjectURL(shim);
      void navigator.locks.request(life, () => resolve("the browser ended it"));
    };
    worker.addEventListener("error", unloaded);
    worker.addEventListener("message", held);
  });
  return { worker, gone };
}
