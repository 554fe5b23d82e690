import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Place } from './yard.story.js';

const yard = fileURLToPath(new URL('../../../yard', import.meta.url));
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
/** Skipped where the program is not: its name says why. */
const where = (program: string) => (has(program) ? it : it.skip);
const titled = (program: string, title: string) =>
  has(program) ? title : `${title} (skipped: no ${program} on this machine)`;

describe('completion in a real shell', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.make();
    await mkdir(place.path('bin'));
    await symlink(yard, place.path('bin/yard'));
    await mkdir(place.path('switchyard'));
    const contexts = { work: { url: 'http://127.0.0.1:1' } };
    await writeFile(place.path('switchyard/config.json'), JSON.stringify({ contexts }));
    await writeFile(place.path('pipeline.yaml'), 'name: x\n');
  });
  afterAll(() => place.leave());

  const run = (shell: string, script: string) => {
    const { FORCE_COLOR: _, ...rest } = process.env;
    const env = {
      ...rest,
      PATH: `${join(place.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      XDG_CONFIG_HOME: place.folder,
      HOME: place.folder,
    };
    const flags = shell === 'zsh' ? ['-f'] : [];
    const { stdout, stderr, status } = spawnSync(shell, [...flags, '-c', script], {
      cwd: place.folder,
      env,
      encoding: 'utf8',
    });
    return { status, stderr, lines: stdout.split('\n').filter(Boolean) };
  };

  const bash = (words: string[]) =>
    run(
      'bash',
      `source <(yard completion bash); COMP_WORDS=(yard ${words.map(one => `'${one}'`).join(' ')}); COMP_CWORD=${words.length}; _yard; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p yard`,
    );
  const zsh = (words: string[]) =>
    run(
      'zsh',
      `autoload -U compinit && compinit -u -D; source <(yard completion zsh)
_describe() { print -rl -- "\${(@P)2}" }; _files() { print FILES }
words=(yard ${words.map(one => `'${one}'`).join(' ')}); CURRENT=${words.length + 1}; _yard; print "for $_comps[yard]"`,
    );
  const fish = (line: string) => run('fish', `yard completion fish | source; complete -C '${line}'`);

  where('bash')(titled('bash', 'completes commands, names and files in bash'), () => {
    const { lines, status, stderr } = bash(['pipelines', 'ro']);
    expect({ status, stderr, lines }).toEqual({
      status: 0,
      stderr: '',
      lines: ['rollback', 'complete -o bashdefault -o default -F _yard yard'],
    });
    expect(bash(['context', 'use', 'w']).lines[0]).toBe('work');
    expect(bash(['logs', '--fol']).lines[0]).toBe('--follow');
  });

  where('zsh')(titled('zsh', 'completes commands, names and files in zsh'), () => {
    const { lines, status, stderr } = zsh(['pipelines', 'ro']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines).toEqual(['rollback:give a pipeline a new version with what an earlier one had', 'for _yard']);
    expect(zsh(['context', 'use', 'w']).lines[0]).toBe('work:a context');
    expect(zsh(['run', 'pipe']).lines[0]).toBe('FILES');
  });

  where('fish')(titled('fish', 'completes commands, names and files in fish'), () => {
    const { lines, status } = fish('yard pipelines ro');
    expect({ status, lines }).toEqual({
      status: 0,
      lines: ['rollback\tgive a pipeline a new version with what an earlier one had'],
    });
    expect(fish('yard context use w').lines).toEqual(['work\ta context']);
    expect(fish('yard run pipe').lines.map(line => line.split('\t')[0])).toEqual(['pipeline.yaml']);
  });

  where('groff')(titled('groff', 'prints a manual page that groff finds nothing wrong with'), () => {
    const { stdout } = spawnSync(yard, ['help', '--man'], { encoding: 'utf8' });
    const page = spawnSync('groff', ['-man', '-ww', '-Tutf8', '-P-c'], { input: stdout, encoding: 'utf8' });
    expect([page.status, page.stderr]).toEqual([0, '']);
    const text = page.stdout.replace(/.\u0008/g, '');
    for (const words of ['yard pipelines rollback', 'EXIT STATUS', 'YARD_URL', 'yard logs last --follow'])
      expect(text).toContain(words);
  });
});
