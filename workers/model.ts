import { metricById } from "../src/metrics/catalog.ts";
import { modelsHere } from "../src/shop/model-run.ts";
import { type ModelPort, serveModels } from "../src/shop/model-serve.ts";

// The worker that fits models, so that whoever holds the data never waits for one.
serveModels(modelsHere(metricById), self as unknown as ModelPort);
