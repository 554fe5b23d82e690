import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RawClient } from './testing/raw-client.js';
import { temporaryDirectory } from './testing/temporary.js';

const compiled = fileURLToPath(new URL('../../dist/mongo/index.js', import.meta.url));
const program = `
  const { startEmbeddedStore } = await import(${JSON.stringify(compiled)});
  const store = await startEmbeddedStore({ directory: process.argv[1] });
  process.stdout.write(store.port + '\\n');`;
/** The largest file the server may write, in the shell's blocks of 1,024 bytes. */
const LIMIT_BLOCKS = 4_000;

describe('a full disk', () => {
  const running: ChildProcess[] = [];
  afterAll(() => running.forEach(child => child.kill('SIGKILL')));

  it('refuses the write that does not fit, keeps all before it, and goes on once there is room', async () => {
    const place = temporaryDirectory();
    const shell = `ulimit -f ${LIMIT_BLOCKS}; exec "$0" --input-type=module -e "$1" "$2"`;
    const child = spawn('bash', ['-c', shell, process.execPath, program, place.directory], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    running.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const client = await RawClient.connect(Number(line.toString()));
    const insert = (_id: number) =>
      client.command({ insert: 'c', documents: [{ _id, text: 'x'.repeat(50_000) }], $db: 'd' });

    let stored = 0;
    let reply = await insert(stored);
    while (reply['ok'] === 1) reply = await insert((stored += 1));
    expect(reply).toMatchObject({ ok: 0, code: 14031, codeName: 'OutOfDiskSpace' });
    expect(reply['errmsg']).toContain('the embedded store could not write to disk');
    expect(stored).toBeGreaterThan(20);
    expect(await client.command({ count: 'c', $db: 'd' })).toEqual({ n: stored, ok: 1 });

    // LMDB gives the pages of one commit out again in a later one.
    for (const below of [4, 8, 12]) {
      const deletes = [{ q: { _id: { $lt: below } }, limit: 0 }];
      expect(await client.command({ delete: 'c', deletes, $db: 'd' })).toEqual({ n: 4, ok: 1 });
    }
    expect(await insert(stored)).toEqual({ n: 1, ok: 1 });
    expect(await client.command({ validate: 'c', $db: 'd' })).toMatchObject({ valid: true });
    client.close();
    child.kill('SIGKILL');
    await once(child, 'exit');
    place.remove();
  });
});
