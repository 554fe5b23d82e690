import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RawClient } from './testing/raw-client.js';
import { temporaryDirectory } from './testing/temporary.js';

const ROUNDS = 50;
const WRITERS = 8;
/** Acknowledged writes per round before the server is killed, in the midst of the next ones. */
const ACKNOWLEDGED = 40;

const compiled = fileURLToPath(new URL('../../dist/mongo/index.js', import.meta.url));
const program = `
  const { startEmbeddedStore } = await import(${JSON.stringify(compiled)});
  const store = await startEmbeddedStore({ directory: process.argv[1] });
  process.stdout.write(store.port + '\\n');`;

interface Server {
  process: ChildProcess;
  port: number;
}

const start = async (directory: string): Promise<Server> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, port: Number(line.toString()) };
};

/** What the server has acknowledged, over all rounds. */
class Ledger {
  readonly inserted: string[] = [];
  readonly counted = Array.from({ length: WRITERS }, () => 0);
  /** Increments sent whose answer never came: they may have happened. */
  readonly unsure = Array.from({ length: WRITERS }, () => 0);
}

/** Writes until the connection breaks; notes each answer. */
const writeUntilCut = async (port: number, writer: number, round: number, ledger: Ledger, noted: () => void) => {
  const client = await RawClient.connect(port);
  const cut = client.ended().then(() => undefined);
  for (let n = 0; ; n++) {
    const _id = `${round}-${writer}-${n}`;
    const documents = [{ _id, writer, tags: [`t${n % 7}`, `w${writer}`], unique: `u-${_id}` }];
    const inserted = await Promise.race([client.command({ insert: 'docs', documents, $db: 'd' }), cut]);
    if (!inserted) return;
    ledger.inserted.push(_id);
    const updates = [{ q: { _id: writer }, u: { $inc: { n: 1 } }, upsert: true }];
    const counted = await Promise.race([client.command({ update: 'counters', updates, $db: 'd' }), cut]);
    if (!counted) {
      ledger.unsure[writer] = (ledger.unsure[writer] ?? 0) + 1;
      return;
    }
    ledger.counted[writer] = (ledger.counted[writer] ?? 0) + 1;
    noted();
  }
};

const runRound = async (server: Server, round: number, ledger: Ledger): Promise<void> => {
  let acknowledged = 0;
  const writers = Array.from({ length: WRITERS }, (_, writer) =>
    writeUntilCut(server.port, writer, round, ledger, () => {
      acknowledged += 1;
      if (acknowledged === ACKNOWLEDGED) server.process.kill('SIGKILL');
    }),
  );
  await Promise.all(writers);
};

const check = async (port: number, ledger: Ledger, sample: readonly string[]): Promise<void> => {
  const client = await RawClient.connect(port);
  const found = await client.command({ count: 'docs', query: { _id: { $in: [...sample] } }, $db: 'd' });
  expect(found['n']).toBe(sample.length);
  const { cursor } = await client.command({ find: 'counters', $db: 'd' });
  for (const { _id, n } of (cursor as { firstBatch: { _id: number; n: number }[] }).firstBatch) {
    expect(n).toBeGreaterThanOrEqual(ledger.counted[_id] ?? 0);
    expect(n).toBeLessThanOrEqual((ledger.counted[_id] ?? 0) + (ledger.unsure[_id] ?? 0));
  }
  expect(await client.command({ validate: 'docs', $db: 'd' })).toMatchObject({ valid: true, errors: [] });
  client.close();
};

describe('kill -9 of the server', () => {
  it('loses no acknowledged write and leaves every index whole, fifty times', async () => {
    const place = temporaryDirectory();
    const ledger = new Ledger();
    let server = await start(place.directory);
    const client = await RawClient.connect(server.port);
    const indexes = [
      { key: { writer: 1, tags: -1 }, name: 'by-writer' },
      { key: { unique: 1 }, name: 'unique', unique: true },
    ];
    expect(await client.command({ createIndexes: 'docs', indexes, $db: 'd' })).toMatchObject({ ok: 1 });
    client.close();
    for (let round = 0; round < ROUNDS; round++) {
      const before = ledger.inserted.length;
      await runRound(server, round, ledger);
      server = await start(place.directory);
      await check(server.port, ledger, ledger.inserted.slice(before));
    }
    await check(server.port, ledger, ledger.inserted);
    expect(ledger.inserted.length).toBeGreaterThanOrEqual(ROUNDS * ACKNOWLEDGED);
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');
    place.remove();
  }, 180_000);
});
