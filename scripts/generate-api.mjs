// Writes what only the sources say of the API: what each route is for and what it answers, for its OpenAPI document.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { readApi } from './api/read-api.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const generatedFile = join(root, 'services/gateway/src/in/api/told.generated.ts');

/** The text of the generated file, as it should be now. */
export const generated = async () => {
  const text = `// Written by npm run api:generate from the sources of the routes and contracts.
import type { Told } from './schema.js';

export const told: Told = ${JSON.stringify(readApi(root))};
`;
  return prettier.format(text, { ...(await prettier.resolveConfig(generatedFile)), parser: 'typescript' });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(generatedFile, await generated());
  console.log(`wrote ${generatedFile}`);
}
