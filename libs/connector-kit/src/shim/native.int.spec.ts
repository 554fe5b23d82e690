import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeShim } from './native.js';

const works = await (async () => {
  const cache = mkdtempSync(join(tmpdir(), 'cache-'));
  const binary = await nativeShim([cache]);
  rmSync(cache, { recursive: true });
  return binary !== undefined;
})();

describe('compiling the shim', () => {
  let cache: string;
  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'cache-'))));
  afterEach(() => rmSync(cache, { recursive: true }));

  (works ? it : it.skip)('happens once per cache', async () => {
    const binary = await nativeShim([cache]);
    expect(binary).toMatch(/shim-[0-9a-f]{16}$/);
    const { ino } = statSync(binary ?? '');
    expect(await nativeShim([cache])).toBe(binary);
    expect(statSync(binary ?? '').ino).toBe(ino);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  (works ? it : it.skip)('removes what killed compilers left, and nothing younger', async () => {
    const [old, young] = ['a', 'b'].map(letter => `shim-${letter.repeat(16)}.some-uuid`) as [string, string];
    for (const name of [old, young, 'notes']) writeFileSync(join(cache, name), '');
    const twoHoursAgo = Date.now() / 1_000 - 7_200;
    for (const name of [old, 'notes']) utimesSync(join(cache, name), twoHoursAgo, twoHoursAgo);
    await nativeShim([cache]);
    expect(readdirSync(cache)).not.toContain(old);
    expect(readdirSync(cache)).toEqual(expect.arrayContaining([young, 'notes']));
  });

  it('is left to the other shim where there is no compiler, and leaves nothing behind', async () => {
    expect(await nativeShim([cache], '/nowhere/cc')).toBeUndefined();
    expect(readdirSync(cache)).toEqual([]);
  });

  (works ? it : it.skip)('closes a folder of its own that others could write into', async () => {
    chmodSync(cache, 0o777);
    await nativeShim([cache]);
    expect(statSync(cache).mode & 0o022).toBe(0);
  });
});
