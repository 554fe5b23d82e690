import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Grant } from '@switchyard/contracts';
import type { Ending } from '../connector.js';
import { CachingHouse, good, nothing, write } from './caches.story.js';

describe('the result of a step', () => {
  let house: CachingHouse;
  const run = (...given: Parameters<CachingHouse['run']>) => house.run(...given);
  beforeEach(async () => {
    house = await CachingHouse.open();
  });
  afterEach(() => house.close());

  const memo = { inputs: ['src/**'], outputs: ['dist/**'] };
  const build = (workspace: string) =>
    write('dist/out', `built of ${readFileSync(join(workspace, 'src/a'), 'utf8')}`)(workspace);
  const prepare = write('src/a', 'one');
  const outOf = (workspace: string) => readFileSync(join(workspace, 'dist/out'), 'utf8');

  it('is brought back, with its outputs, where its input is the same', async () => {
    const outputs = { version: '1.2' };
    expect((await run({ memo }, build, { prepare, ending: { ...good, outputs } })).said).toEqual([
      'result: not cached yet',
      expect.stringMatching(/^result: saved \(1 file/),
    ]);
    const never = () => {
      throw new Error('it must not run');
    };
    const second = await run({ memo }, never, { prepare });
    expect(second.given).toEqual({ kind: 'exited', exitCode: 0, cached: true, outputs });
    expect(outOf(second.workspace)).toBe('built of one');
    expect(second.said).toEqual([expect.stringMatching(/^result: cached, of .*; the step is not run$/)]);
  });

  it.each<[string, Partial<Grant>, string]>([
    ['another input', {}, 'two'],
    ['another command', { config: { command: 'make all' } }, 'one'],
    ['another variable', { environment: { MODE: 'release' } }, 'one'],
    ['another secret', { secretNames: ['TOKEN'] }, 'one'],
    ['another key', { memo: { ...memo, key: '2' } }, 'one'],
  ])('is not that of %s', async (_what, grant, input) => {
    await run({ memo }, build, { prepare });
    const { given } = await run({ memo, ...grant }, build, { prepare: write('src/a', input) });
    expect(given).toBeUndefined();
  });

  it('does not hang on what tells runs apart, nor on the values of secrets', async () => {
    const told = (run: string) => ({
      environment: { YARD_ATTEMPT: run, YARD_BRANCH: run, TRACEPARENT: run, TOKEN: `secret of ${run}` },
      secretNames: ['TOKEN'],
    });
    const ending = { ...good, outputs: { url: 'https://secret of 1@host' } };
    await run({ memo, ...told('1') }, build, { prepare, ending });
    const { given } = await run({ memo, ...told('2') }, build, { prepare });
    expect(given).toMatchObject({ cached: true });
    expect(given?.outputs?.['url']).not.toContain('secret of 1');
  });

  it('of pull requests from outside is nothing to others', async () => {
    await run({ memo, untrusted: true }, write('dist/out', 'poison'), { prepare });
    expect((await run({ memo }, build, { prepare })).given).toBeUndefined();
    expect((await run({ memo, untrusted: true }, build, { prepare })).given).toMatchObject({ cached: true });
  });

  it('is not cached where nothing matches its inputs', async () => {
    const { said } = await run({ memo }, nothing);
    expect(said).toEqual(['result: not cached, since no file matches src/**']);
  });

  it('of a failure is not kept', async () => {
    const ending: Ending = { ...good, exitCode: 1, failure: 'user' };
    await run({ memo }, build, { prepare, ending });
    expect((await run({ memo }, build, { prepare })).given).toBeUndefined();
  });
});
