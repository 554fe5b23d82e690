import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GrowingFile } from './around/growing-file.js';
import { endOfLog, LogPump } from './log-pump.js';
import type { SpoolReader } from './shim/contract.js';

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

describe('where an output ends', () => {
  const endless = new AbortController().signal;
  const logOf = (bytes: Buffer): SpoolReader & { reads: number } => {
    const log = {
      reads: 0,
      read: async (offset: number, most: number) => {
        log.reads += 1;
        return bytes.subarray(offset, offset + most);
      },
      changed: () => new Promise<void>(setImmediate),
    };
    return log;
  };

  it('is told by the pump that came there, in chunks of 262,144 bytes', async () => {
    const sizes: number[] = [];
    const pump = new LogPump(logOf(Buffer.alloc(1_000_000)), async (_, { length }) => void sizes.push(length), endless);
    pump.start();
    await pump.finish();
    expect(await pump.end).toBe(1_000_000);
    expect(sizes).toEqual([262_144, 262_144, 262_144, 213_568]);
  });

  it('is not waited for while the bus is away, and then read by who wants to know it', async () => {
    const away = Promise.withResolvers<void>();
    const log = logOf(Buffer.alloc(20_000_000));
    const pump = new LogPump(log, () => away.promise, endless);
    pump.start();
    const finished = pump.finish();
    expect(await pump.end).toBeUndefined();
    expect(await endOfLog(log)).toBe(20_000_000);
    away.resolve();
    await finished;
  });

  it('is nowhere for a pump that was told to stop', async () => {
    const pump = new LogPump(logOf(Buffer.alloc(10)), async () => undefined, AbortSignal.abort());
    pump.start();
    await pump.finish();
    expect(await pump.end).toBeUndefined();
  });

  it('is not read for where the output knows it', async () => {
    const log = Object.assign(logOf(Buffer.alloc(10)), { length: async () => 7 });
    expect([await endOfLog(log), log.reads]).toEqual([7, 0]);
  });
});
