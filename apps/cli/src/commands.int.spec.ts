import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { leavesOf } from './completion/manual.js';
import { programOf } from './program.js';
import { examples } from './program/examples.js';
import { pathOf } from './program/paths.js';
import { Screen } from './view/screen.story.js';
import { Place } from './yard.story.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Those below `executions` are the same ones. */
const leaves = leavesOf(programOf(new Screen().terminal, '0.0.0', () => undefined)).filter(
  leaf => !pathOf(leaf).startsWith('executions '),
);

describe('every command of the real program', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.make()));
  afterAll(() => place.leave());

  const yard = async (words: readonly string[]) => {
    const { YARD_URL: _, YARD_TOKEN: __, ...rest } = process.env;
    const env = { ...rest, XDG_CONFIG_HOME: place.folder };
    const child = spawn(process.execPath, [main, ...words], {
      cwd: place.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: code as number | null, stdout, stderr };
  };
  /** A few at once: each is a process. */
  const inLanes = async <Answer>(asks: readonly (() => Promise<Answer>)[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    const left = asks.entries();
    const lane = async () => {
      for (const [index, ask] of left) answers[index] = await ask();
    };
    await Promise.all(Array.from({ length: 4 }, lane));
    return answers;
  };

  it('explains itself, with an example', async () => {
    expect(leaves.length).toBeGreaterThan(80);
    const shown = await inLanes(leaves.map(leaf => () => yard([...pathOf(leaf).split(' '), '--help'])));
    for (const [index, leaf] of leaves.entries()) {
      const path = pathOf(leaf);
      const { code, stdout = '' } = shown[index] ?? {};
      expect({ path, code, has: examples[path]?.filter(one => !stdout.includes(one)) }).toEqual({
        path,
        code: 0,
        has: [],
      });
    }
  }, 240_000);

  it('refuses an option it does not know and words it cannot use with exit code 2, and says what is wrong', async () => {
    const refused = await inLanes(leaves.map(leaf => () => yard([...pathOf(leaf).split(' '), '--no-such-option'])));
    for (const [index, leaf] of leaves.entries())
      expect({ path: pathOf(leaf), ...refused[index] }).toEqual({
        path: pathOf(leaf),
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/unknown option '--no-such-option'|missing required argument|required option/),
      });
  }, 240_000);
});

describe('the real program', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.make()));
  afterAll(() => place.leave());

  it.each([
    [['pipelnes'], 2, /Did you mean pipelines\?/],
    [['pipelines', 'aply', 'x.yaml'], 2, /Did you mean apply\?/],
    [['list', '--limt', '3'], 2, /Did you mean --limit\?/],
    [['list', '--limit', '0'], 2, /a number from 1 to/],
    [['completion', 'tcsh'], 2, /bash, zsh, fish/],
    [['help', 'pipelines', 'nonsense'], 2, /there is no command pipelines nonsense/],
    [['open', '--context', 'nowhere'], 2, /there is no context nowhere/],
    [['whoami'], 3, /no platform runs on/],
    [['notifications', 'set', 'x', '--kind', 'slack', '--config', '[]'], 2, /must be an object of JSON/],
    [['webhooks', 'create-token'], 2, /not said whose webhook/],
    [['login'], 2, /no platform to sign in to/],
    [['logout'], 2, /no platform to sign in to/],
  ])('answers %p with exit code %p and a sentence', async (words, code, sentence) => {
    const ran = await place.run(words, { XDG_CONFIG_HOME: place.folder });
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([code, '', expect.stringMatching(sentence)]);
  });
});
