import { type CopyEvent, type CopyTask, writeCopy } from "../src/workspace/write-copy.ts";

const say = (event: CopyEvent) => self.postMessage(event);

/** Copies the files that it is given into the browser's private storage and says how far it is. */
self.onmessage = ({ data }: MessageEvent<CopyTask>) => {
  writeCopy(data, (bytes) => say({ kind: "written", bytes })).then(
    () => say({ kind: "done" }),
    (error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      say({ kind: "failed", name, message });
    },
  );
};
