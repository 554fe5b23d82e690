/** A JSON Schema of the draft that OpenAPI 3.1 uses (2020-12), as far as this document needs it. */
export interface Schema {
  [word: string]: unknown;
}

/** What the sources say of the API; see scripts/generate-api.mjs. */
export interface Told {
  /** By `Class.method`. */
  operations: Record<string, { summary?: string; answer?: Schema }>;
  schemas: Record<string, Schema>;
  /** What is said of the fields of a class. */
  fields: Record<string, Record<string, string>>;
}

export type Constructor = new () => object;
