import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInside, merge, pathsIn } from './merge.js';

describe('what comes back from a container', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yard-merge-'));
    for (const name of ['back/sub', 'workspace/sub', 'outside']) mkdirSync(join(folder, name), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (path: string) => join(folder, path);
  const write = (path: string, text = path) => writeFileSync(at(path), text);

  it('takes the place of what was sent, and leaves what others made', () => {
    for (const path of ['workspace/gone', 'workspace/sub/kept', 'workspace/changed']) write(path);
    const sent = pathsIn(at('workspace'));
    write('workspace/of-another');
    for (const path of ['back/sub/kept', 'back/changed', 'back/new']) write(path);
    merge(at('back'), at('workspace'), sent);
    expect(pathsIn(at('workspace')).sort()).toEqual(['changed', 'new', 'of-another', 'sub', 'sub/kept']);
    expect(readFileSync(at('workspace/changed'), 'utf8')).toBe('back/changed');
  });

  it('is written through no link that lies in the way', () => {
    symlinkSync(at('outside'), at('workspace/link'));
    symlinkSync(at('outside/file'), at('workspace/file'));
    mkdirSync(at('back/link'));
    write('back/link/file');
    write('back/file');
    merge(at('back'), at('workspace'), []);
    expect(existsSync(at('outside/file'))).toBe(false);
    expect(readFileSync(at('workspace/link/file'), 'utf8')).toBe('back/link/file');
  });

  it.each([
    ['a/link', 'b', true],
    ['a/link', '../b', true],
    ['./link', 'a/../b', true],
    ['a/link', '../../b', false],
    ['link', '..', false],
    ['link', '/etc/passwd', false],
  ])('may have the link %s to %s: %s', (name, target, may) => expect(isInside(name, target)).toBe(may));
});
