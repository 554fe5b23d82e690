// Writes what the language says of itself: the reference for people, and the JSON Schema for editors.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipelineReference, pipelineSchema } from '../libs/pipeline-file/src/language.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const files = {
  'docs/pipeline-reference.md': pipelineReference(),
  'libs/pipeline-file/pipeline.schema.json': `${JSON.stringify(pipelineSchema(), null, 2)}\n`,
};
for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
console.log(`wrote ${Object.keys(files).join(' and ')}`);
