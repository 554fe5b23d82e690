import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../house.js';

const program = `
  const { startEmbeddedStore } = await import(${JSON.stringify(join(root, 'libs/embedded/dist/mongo/index.js'))});
  const store = await startEmbeddedStore({ directory: process.argv[1] });
  process.stdin.once('close', () => process.exit()).resume();
  process.stdout.write(store.uri + '\\n');`;

/** The embedded store as a process of its own, which ends with this one at the latest. */
export class StoreProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly uri: string,
    private readonly own: string | undefined,
  ) {}

  /** @param directory one of its own, removed at the end, unless given. */
  static async start(directory?: string): Promise<StoreProcess> {
    const own = directory === undefined ? await mkdtemp(join(tmpdir(), 'yard-store-')) : undefined;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory ?? own ?? ''], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new StoreProcess(child, line.toString().trim(), own);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
    if (this.own) await rm(this.own, { recursive: true, force: true });
  }
}
