import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amountOf, bytesOf, readSpec } from '../spec.js';
import { endingOf, type Facts } from './ending.js';
import { anotherOwner } from './ownership.js';
import { readRecord } from './record.js';
import { Spool } from './spool.js';

describe('the end of a container', () => {
  const facts = (over: Partial<Facts>): Facts => ({
    exitCode: 0,
    oomKilled: false,
    startedAt: 1_000,
    finishedAt: 2_500,
    droppedBytes: 0,
    ...over,
  });
  const record = (text: string) => readRecord(text);

  it.each<[string, Partial<Facts>, object]>([
    ['a good one', { record: record('begun 0\nexited 0\n') }, { kind: 'exited', exitCode: 0 }],
    [
      'an exit code',
      { exitCode: 3, record: record('begun 0\nexited 3\n') },
      { reason: 'exit code 3', failure: 'user' },
    ],
    [
      'a signal',
      { exitCode: 139, record: record('begun 0\nsignalled 11\n') },
      { kind: 'signalled', signal: 'SIGSEGV' },
    ],
    ['a signal, as engines tell it', { exitCode: 137 }, { kind: 'signalled', signal: 'SIGKILL' }],
    ['a lack of memory', { exitCode: 137, oomKilled: true, memory: 2 ** 26 }, { reason: 'OOMKilled, limit 64 MiB' }],
    ['a timeout', { exitCode: 143, record: record('begun 0\nstopped timeout 0\nsignalled 15\n') }, { kind: 'timeout' }],
    [
      'a lease that was over',
      { record: record('begun 0\nstopped fenced 0\nexited 0\n') },
      { kind: 'fenced', failure: 'platform' },
    ],
    [
      'a cancel',
      { exitCode: 143, stopped: 'cancelled', record: record('begun 0\nstopped asked 0\nsignalled 15\n') },
      { kind: 'cancelled' },
    ],
    [
      'a cancel that came too late',
      { stopped: 'cancelled', record: record('begun 0\nexited 0\n') },
      { kind: 'exited' },
    ],
    [
      'a stop by hand',
      { exitCode: 143, record: record('begun 0\nstopped asked 0\nsignalled 15\n') },
      { failure: 'platform' },
    ],
    ['a kill by hand', { exitCode: 137, record: record('begun 0\n') }, { kind: 'failed', failure: 'platform' }],
    ['a disk that was full', { exitCode: 1, logError: 'ENOSPC' }, { reason: expect.stringContaining('disk') }],
  ])('%s', (_, over, ending) => expect(endingOf(facts(over))).toMatchObject(ending));
});

it('amounts of memory are read as people write them', () => {
  expect(['64m', '64Mi', '1.5g', '6291456'].map(bytesOf)).toEqual([2 ** 26, 2 ** 26, 1.5 * 2 ** 30, 6_291_456]);
  expect([2 ** 26, 1.5 * 2 ** 30].map(amountOf)).toEqual(['64 MiB', '1.5 GiB']);
});

it('a config may come with texts for numbers and flags', () => {
  expect(readSpec({ image: 'a', cpus: '1.5', readOnly: 'true', tags: 'b' })).toMatchObject({
    cpus: 1.5,
    readOnly: true,
    tags: ['b'],
  });
});

it('a step runs as somebody else where it says so', () => {
  const own = { uid: 0, gid: 0 };
  expect(
    [undefined, 'root', '1000', '1000:50', 'node'].map(user =>
      anotherOwner(user === undefined ? ({} as never) : ({ user } as never), own),
    ),
  ).toEqual([undefined, undefined, { uid: 1_000, gid: 1_000 }, { uid: 1_000, gid: 50 }, 'by name']);
});

describe('the spool', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-spool-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const sizes = { headBytes: 10, tailBytes: 8 };
  const all = async (spool: Spool) => {
    let text = '';
    for (let bytes = await spool.read(0, 3); bytes.length > 0; bytes = await spool.read(text.length, 3))
      text += bytes.toString();
    return text;
  };

  it('keeps the beginning and the end, and says what is missing', async () => {
    const spool = new Spool(folder, sizes);
    for (const part of ['0123456', '789abcdef', 'ghijklmnopqrstuvwxyz']) spool.write(Buffer.from(part));
    expect([spool.total, spool.droppedBytes]).toEqual([36, 18]);
    expect(await all(spool)).toBe('0123456789');
    spool.finish();
    expect(await all(spool)).toMatch(/^0123456789\n\[switchyard\] 18 bytes of output were dropped here: .*\nstuvwxyz$/);
  });

  it('goes on behind what an earlier process kept', async () => {
    const first = new Spool(folder, sizes);
    first.write(Buffer.from('0123456789ab'));
    const second = new Spool(folder, sizes);
    expect(second.total).toBe(12);
    second.write(Buffer.from('cd'));
    second.finish();
    expect(await all(second)).toBe('0123456789abcd');
  });

  it('wakes who waits, by more, by its end, and by a signal', async () => {
    const spool = new Spool(folder, sizes);
    await spool.read(0, 10);
    const more = spool.changed();
    spool.write(Buffer.from('a'));
    await more;
    await spool.read(0, 10);
    const stop = new AbortController();
    const given = spool.changed(stop.signal);
    stop.abort();
    await given;
    const last = spool.changed();
    spool.finish();
    await last;
  });
});
