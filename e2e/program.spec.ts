import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../scripts/program.cjs', import.meta.url));
const asFunction = (code: string) => `(function(exports,require,module,__filename,__dirname){${code}\n})`;

describe('what runs the servers', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yard-program-'));
    mkdirSync(join(root, 'dist'));
    copyFileSync(source, join(root, 'dist/program.cjs'));
    writeFileSync(join(root, 'dist/part.cjs'), asFunction('exports.word = () => "hello";'));
    const main = `console.log(require('./part.cjs').word()); globalThis[Symbol.for('switchyard.started')]();`;
    writeFileSync(join(root, 'dist/main.cjs'), asFunction(main));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const run = () => {
    const program = `require('./dist/program.cjs')('dist/main.cjs', 'it')`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' });
    return stdout + stderr;
  };
  const kept = () => globSync(join(root, 'dist/code/*/it/*'));

  it('keeps what was compiled until the start, once', () => {
    expect(run()).toBe('hello\n');
    const [first = '', ...others] = kept();
    expect(others).toHaveLength(1);
    const bytes = readFileSync(first);
    expect(run()).toBe('hello\n');
    expect(readFileSync(first)).toEqual(bytes);
  });

  it('compiles anew what is not whole, or of another program', () => {
    run();
    const [torn = '', foreign = ''] = kept();
    const [one, other] = [readFileSync(torn), readFileSync(foreign)];
    writeFileSync(torn, one.subarray(0, one.length / 2));
    writeFileSync(foreign, one);
    expect(run()).toBe('hello\n');
    expect([readFileSync(torn).length, readFileSync(foreign).length]).toEqual([one.length, other.length]);
  });

  it('runs where nothing can be kept', () => {
    writeFileSync(join(root, 'dist/code'), 'in the way');
    expect(run()).toBe('hello\n');
    expect(existsSync(join(root, 'dist/code'))).toBe(true);
  });
});
