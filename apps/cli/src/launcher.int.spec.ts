import { once } from 'node:events';
import { chmod, mkdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ended, installs, Machine, says } from './launcher.story.js';

const ci = 'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --include=dev --include=optional';

describe('the launcher', () => {
  let machine: Machine;
  beforeEach(async () => (machine = await Machine.make()));
  afterEach(() => machine.remove());

  it('installs and builds the first time, and hands over its words and its exit code', async () => {
    const { code, stdout, stderr } = await machine.run(['run', 'a file.yaml', '--env', 'A=b c']);
    expect({ code, stdout }).toEqual({ code: 7, stdout: '[run][a file.yaml][--env][A=b c]' });
    expect(await machine.calls()).toEqual([ci, 'build']);
    expect(stderr).toBe('yard: installing packages (once; about a minute)\nyard: building\n');
  });

  it('does no work the second time, and needs neither node nor npm of the machine', async () => {
    await machine.run(['--setup-only']);
    await machine.hasNode(undefined);
    await machine.hasNpm(undefined);
    expect(await machine.run(['list'])).toEqual({ code: 7, stdout: '[list]', stderr: '' });
    expect(await machine.calls()).toEqual([ci, 'build']);
  });

  it('sets up and does nothing else when it is asked to', async () => {
    expect(await machine.run(['--setup-only'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('builds again when a source is new, changed or gone', async () => {
    const later = async (path: string) => utimes(join(machine.home, path), new Date(), new Date(Date.now() + 2_000));
    await machine.run(['--setup-only']);
    await later('libs/kernel/src/ids.ts');
    await machine.run(['--setup-only']);
    await utimes(join(machine.home, 'libs/kernel/src/ids.ts'), 1, 1);
    await rm(join(machine.home, 'libs/kernel/src/ids.ts'));
    await machine.run(['--setup-only']);
    for (const built of ['services/gateway/dist', 'dist']) {
      await rm(join(machine.home, built), { recursive: true });
      await machine.run(['--setup-only']);
    }
    await machine.run(['--setup-only']);
    expect(await machine.calls()).toEqual([ci, 'build', 'build', 'build', 'build', 'build']);
  });

  it('installs again when the lock file asks for something else', async () => {
    await machine.run(['--setup-only']);
    await writeFile(join(machine.home, 'package-lock.json'), '{"packages":{"node_modules/new":{"version":"1.0.0"}}}');
    await machine.run(['--setup-only']);
    expect(await machine.calls()).toEqual([ci, 'build', ci, 'build']);
  });

  it('installs nothing when a lock file that changed asks for what is there', async () => {
    const lock = (version: string) => JSON.stringify({ packages: { 'node_modules/one': { version } } });
    await machine.hasRealNode();
    await machine.run(['--setup-only']);
    await mkdir(join(machine.home, 'node_modules/one'));
    await writeFile(join(machine.home, 'node_modules/.package-lock.json'), lock('1.0.0'));
    await writeFile(join(machine.home, 'package-lock.json'), `${lock('1.0.0')}\n`);
    await machine.run(['--setup-only']);
    expect(await machine.calls()).toEqual([ci, 'build']);
    await writeFile(join(machine.home, 'package-lock.json'), lock('1.0.1'));
    await machine.run(['--setup-only']);
    expect(await machine.calls()).toEqual([ci, 'build', ci, 'build']);
  });

  it('is found through links, from any folder, and under a name with spaces', async () => {
    await machine.remove();
    machine = await Machine.make('a check $out');
    await symlink(join(machine.home, 'yard'), join(machine.folder, 'elsewhere/first'));
    await symlink('first', join(machine.folder, 'elsewhere/second'));
    const { code, stdout } = await machine.run(['list'], { by: join(machine.folder, 'elsewhere/second') });
    expect({ code, stdout }).toEqual({ code: 7, stdout: '[list]' });
  });

  it.each([
    ['no node', undefined, installs, 'node is missing: install Node.js 20.19 or newer, with npm'],
    ['an old node', '18.20.4', installs, 'node is 18.20.4, and 20.19 is the oldest that works'],
    ['a node a little too old', '20.18.1', installs, 'node is 20.18.1, and 20.19 is the oldest that works'],
    ['no npm', '22.0.0', undefined, 'npm is missing: install it beside node'],
    ['no network', '22.0.0', 'echo npm error code EAI_AGAIN; exit 1', 'cannot reach its registry; is there a network?'],
    ['a full disk', '22.0.0', 'echo npm error code ENOSPC >&2; exit 1', 'npm ci failed: the disk is full'],
    ['another trouble', '22.0.0', 'echo npm error odd; exit 1', 'npm ci failed: its last lines stand above'],
    ['no Node 24 for it', '22.0.0', 'mkdir -p node_modules', 'npm brought no Node.js that runs on this machine'],
  ])('says in one sentence that there is %s', async (_, node, npm, sentence) => {
    await machine.hasNode(node);
    await machine.hasNpm(npm);
    const { code, stdout, stderr } = await machine.run(['list']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.match(/npm error/g) ?? []).toHaveLength(npm?.includes('npm error') ? 1 : 0);
    expect(await machine.run(['list'])).toMatchObject({ code: 3 });
  });

  it('lets two that start at once set up once', async () => {
    await machine.hasNpm(`until [ -e "$folder/go" ]; do sleep 0.05; done\n${installs}`);
    const first = machine.start(['first']);
    await says(first, 'installing');
    const second = machine.start(['second']);
    await says(second, 'waiting for another set-up');
    await writeFile(join(machine.folder, 'go'), '');
    const both = await Promise.all([ended(first), ended(second)]);
    expect(both.map(({ code, stdout }) => [code, stdout])).toEqual([
      [7, '[first]'],
      [7, '[second]'],
    ]);
    expect(await machine.calls()).toEqual([ci, 'build']);
  });

  it('repairs what was killed half way', async () => {
    await machine.hasNpm('mkdir -p node_modules/half; echo half >&2; while :; do sleep 0.05; done');
    const first = machine.start(['list']);
    await says(first, 'installing');
    const gone = once(first, 'exit');
    process.kill(-first.pid!, 'SIGKILL');
    await gone;
    await machine.hasNpm(installs);
    const { code, stdout } = await machine.run(['list']);
    expect({ code, stdout }).toEqual({ code: 7, stdout: '[list]' });
    await expect(stat(join(machine.home, 'node_modules/half'))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['is gone', () => '999999999:1'],
    ['has its number from one that is gone', () => `${process.pid}:1`],
  ])('takes over the lock of a process that %s', async (_, owner) => {
    await symlink(owner(), join(machine.home, '.yard-setup'));
    expect(await machine.run(['--setup-only'])).toMatchObject({ code: 0 });
    await expect(stat(join(machine.home, '.yard-setup'))).rejects.toThrow('ENOENT');
  });

  describe('in a checkout of somebody else', () => {
    const isRoot = process.getuid?.() === 0;
    const somebody = isRoot ? { as: 65_534 } : {};
    const close = () => (isRoot ? Promise.resolve() : chmod(machine.home, 0o555));
    afterEach(() => chmod(machine.home, 0o755));

    it('runs what is set up', async () => {
      await machine.run(['--setup-only']);
      await close();
      expect(await machine.run(['list'], somebody)).toEqual({ code: 7, stdout: '[list]', stderr: '' });
      expect(await machine.run(['--setup-only'], somebody)).toMatchObject({ code: 0 });
    });

    it('runs what was built before, and says so', async () => {
      await machine.run(['--setup-only']);
      await utimes(join(machine.home, 'apps/cli/src/main.ts'), new Date(), new Date(Date.now() + 2_000));
      await close();
      const { code, stderr } = await machine.run(['list'], somebody);
      expect(code).toBe(7);
      expect(stderr).toContain('has changed since it was set up');
    });

    it('says who can set it up', async () => {
      await close();
      const { code, stderr } = await machine.run(['list'], somebody);
      expect(code).toBe(3);
      expect(stderr).toContain(`run ${machine.home}/yard --setup-only as its owner`);
    });
  });
});
