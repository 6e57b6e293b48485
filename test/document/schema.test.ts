import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { Ajv, type ValidateFunction } from "ajv";
import fc from "../property.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { documentSchema } from "../../src/document/document.ts";
import { VERSION, schemaId } from "../../src/document/versions.ts";
import { documentText } from "../../src/document/write.ts";
import { readDocument } from "../../src/document/read.ts";
import { fileText } from "../../src/document/save-file.ts";
import { documents } from "./arbitrary.ts";
import { firstText } from "./fixture.ts";

const published = resolve(import.meta.dirname, "../../public/document.schema.json");
const ajv = new Ajv({ strict: true, strictRequired: false, formats: { date: true, "date-time": true } });

describe("the JSON Schema", () => {
  it("is the validator's (vitest -u writes it anew)", async () => {
    // What JSON cannot hold anyway (an infinite number) and the u flag, which JSON Schema implies.
    const { $schema, ...rest } = toJsonSchema(documentSchema, { errorMode: "ignore" });
    const schema = {
      $schema,
      $id: schemaId,
      title: "Regulars document",
      $comment: `version ${VERSION}`,
      ...rest,
    };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(published);
  });
});

describe("the published JSON Schema", () => {
  let validate: ValidateFunction;
  beforeAll(() => {
    validate = ajv.compile(JSON.parse(readFileSync(published, "utf8")) as Record<string, unknown>);
  });
  it("is named by the files that the product writes, whatever they named before", () => {
    for (const $schema of [undefined, "http://localhost:4173/document.schema.json"]) {
      const text = fileText({ ...readDocument(firstText), ...($schema && { $schema }) });
      const written = JSON.parse(text) as { $schema: string };
      expect(ajv.getSchema(written.$schema)?.(written)).toBe(true);
      expect(readDocument(text)).toEqual({ ...readDocument(firstText), $schema: written.$schema });
    }
  });
  it("accepts what the product writes", () => {
    fc.assert(
      fc.property(documents, (document) => {
        validate(JSON.parse(documentText(document)));
        expect(validate.errors).toBeNull();
      }),
    );
  });
  it("accepts the document of the current version", () => {
    const folder = resolve(import.meta.dirname, "../documents");
    for (const name of readdirSync(folder).filter((file) => file.startsWith(`v${VERSION}`))) {
      validate(JSON.parse(readFileSync(resolve(folder, name), "utf8")));
      expect(validate.errors).toBeNull();
    }
  });
  it("refuses an unknown field and a wrong value", () => {
    const document = JSON.parse(firstText) as Record<string, unknown>;
    expect(validate({ ...document, rows: [] })).toBe(false);
    expect(validate({ ...document, version: 2 })).toBe(false);
  });
});
