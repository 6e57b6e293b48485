import { type SampleId, generateShop } from "../samples/generate.ts";

/** Generates the sample shop that is asked for and answers with its files. */
self.onmessage = ({ data: id }: MessageEvent<SampleId>) => {
  const files = generateShop(id).map(({ name, chunks }) => ({ name, blob: new Blob([...chunks]) }));
  self.postMessage(files);
};
