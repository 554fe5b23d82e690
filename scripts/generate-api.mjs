// Writes what only the sources say of the API: what each route is for and what it answers, for its OpenAPI document.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { readApi } from './api/read-api.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const generatedFile = join(root, 'services/gateway/src/in/api/told.generated.ts');

/** The text of the generated file, as it should be now. */
const generated = async () => {
  const text = `// Written by npm run api:generate from the sources of the routes and contracts.
import type { Told } from './schema.js';

export const told: Told = ${JSON.stringify(readApi(root))};
`;
  return prettier.format(text, { ...(await prettier.resolveConfig(generatedFile)), parser: 'typescript' });
};

if (process.argv.includes('--check')) {
  if (readFileSync(generatedFile, 'utf8') !== (await generated())) {
    console.error(`${generatedFile} is not what the sources say: npm run api:generate`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(generatedFile, await generated());
  console.log(`wrote ${generatedFile}`);
}
