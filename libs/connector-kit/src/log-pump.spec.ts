import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GrowingFile } from './around/growing-file.js';
import { LogPump } from './log-pump.js';

it('output that has been carried already comes to its end, also while the pump waits for more', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'yard-pump-'));
  try {
    const file = new GrowingFile(join(directory, 'after'));
    file.add('said');
    const waits = Promise.withResolvers<void>();
    const log = {
      read: (offset: number, most: number) => file.read(offset, most),
      changed: (signal?: AbortSignal) => {
        waits.resolve();
        return file.changed(signal);
      },
    };
    const kept: string[] = [];
    const pump = new LogPump(log, async (_, bytes) => void kept.push(String(bytes)), new AbortController().signal);
    pump.start();
    await waits.promise;
    await pump.finish();
    expect(kept.join('')).toBe('said\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 5_000);
