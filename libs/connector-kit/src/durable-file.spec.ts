import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepJson, readJson } from './durable-file.js';

describe('a file that is kept', () => {
  it('is whole where several write it at once, and nothing else is left', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yard-durable-'));
    try {
      const path = join(folder, 'notes');
      const all = Array.from({ length: 20 }, (_, n) => ({ n, text: String(n).repeat(10_000) }));
      await Promise.all(all.map(one => keepJson(path, one)));
      expect(all).toContainEqual(readJson(path));
      expect(readdirSync(folder)).toEqual(['notes']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
