import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const yard = fileURLToPath(new URL('../../../yard', import.meta.url));

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command that runs; what it has said so far can be waited for. */
export class Running {
  private out = '';
  private err = '';
  private readonly closed: Promise<Ran>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (bytes: Buffer) => (this.out += bytes.toString()));
    child.stderr?.on('data', (bytes: Buffer) => (this.err += bytes.toString()));
    this.closed = once(child, 'close').then(([code]) => ({
      code: code as number | null,
      stdout: this.out,
      stderr: this.err,
    }));
  }

  get said(): string {
    return this.out + this.err;
  }

  says(words: string): Promise<void> {
    return eventually(`${words} in: ${this.said}`, () => this.said.includes(words));
  }

  ended(): Promise<Ran> {
    return this.closed;
  }

  /** To the whole group, as a terminal sends it. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? 0), signal);
  }
}

/** A folder in which somebody works with `yard`. */
export class Place {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Place> {
    return new Place(await realpath(await mkdtemp(join(tmpdir(), 'yard-cli-'))));
  }

  /** @param input what comes on its standard input. */
  start(words: string[], environment: Record<string, string> = {}, input?: string): Running {
    const { YARD_URL: _, YARD_TOKEN: __, FORCE_COLOR: ___, ...rest } = process.env;
    const options = { cwd: this.folder, env: { ...rest, ...environment }, detached: true };
    const child = spawn(yard, words, { ...options, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    child.stdin?.end(input);
    return new Running(child);
  }

  run(words: string[], environment: Record<string, string> = {}): Promise<Ran> {
    return this.start(words, environment).ended();
  }

  /** A pipeline with these steps, one after the other. */
  async pipeline(name: string, steps: Record<string, string>): Promise<string> {
    const lines = Object.entries(steps).map(([step, run]) => `  - { name: ${step}, run: ${JSON.stringify(run)} }\n`);
    await writeFile(join(this.folder, `${name}.yaml`), `name: ${name}\nsteps:\n${lines.join('')}`);
    return `${name}.yaml`;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** The processes that have this folder in their command or their environment, and are not `yard` itself. */
  async processes(): Promise<{ pid: number; command: string }[]> {
    const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number);
    const all = await Promise.all(
      pids.map(async pid => {
        const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
        const [command, environment] = await Promise.all([read('cmdline'), read('environ')]);
        return {
          pid,
          command: command.replaceAll('\0', ' '),
          isOurs: `${command}\0${environment}`.includes(this.folder),
        };
      }),
    );
    return all.filter(({ isOurs, command }) => isOurs && command !== '');
  }

  nothingRuns(): Promise<void> {
    return eventually('the end of every process', async () => (await this.processes()).length === 0);
  }

  async platform(): Promise<number> {
    const { pid } = JSON.parse(await readFile(this.path('.yard/platform.json'), 'utf8')) as { pid: number };
    return pid;
  }

  async leave(): Promise<void> {
    for (const { pid } of await this.processes())
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone by itself.
      }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits for a fact. */
export const eventually = async (what: string, ask: () => boolean | Promise<boolean>): Promise<void> => {
  const until = performance.now() + 30_000;
  while (!(await ask())) {
    if (performance.now() > until) throw new Error(`waited 30 s for ${what}`);
    await pause(20);
  }
};

/** What a command writes into a pipe that its reader closes after a moment. */
export const firstLine = async (running: Running): Promise<string> => {
  const { stdout } = running.child;
  if (!stdout) return '';
  const [bytes] = (await once(stdout, 'data')) as [Buffer];
  stdout.destroy();
  return bytes.toString().split('\n')[0] ?? '';
};
