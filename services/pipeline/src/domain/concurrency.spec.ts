import { parsePipeline } from '@switchyard/pipeline-file';
import { aTrigger } from '@switchyard/testkit';
import { concurrencyOf } from './concurrency.js';

const grouped = (line: string, branch = 'main', env: Record<string, string> = {}) => {
  const { model, findings } = parsePipeline(
    `name: web\non: { manual: { inputs: { to: text } } }\nenv: { TARGET: file, A: a }\nsteps: [{ run: x }]\n${line}\n`,
  );
  if (!model) throw new Error(JSON.stringify(findings));
  Object.assign(model.environment, env);
  const given = { environment: { TARGET: 'trigger' }, inputs: { to: 'eu' } };
  return concurrencyOf({ model, trigger: { ...aTrigger(), branch }, ...given });
};

describe('the concurrency group of an execution', () => {
  it.each([
    ['', undefined],
    ['concurrency: deploys', { group: 'deploys', limit: 1, onFull: 'queue' }],
    ['concurrency: { limit: 2, on-full: cancel-oldest }', { group: 'web', limit: 2, onFull: 'cancel-oldest' }],
  ])('is that of the file: %s', (line, concurrency) => {
    expect(grouped(line)).toEqual(concurrency ? { concurrency } : {});
  });

  it.each([
    ['branch', 'web/main'],
    ["commit + ',' + repository", 'web/,'],
    ["pipeline + ',' + trigger + ',' + actor", 'web/web,manual,alice'],
    ['env.TARGET + env.A', 'web/triggera'],
  ])('is divided by what its key %s gives', (key, group) => {
    expect(grouped(`concurrency: { key: "${key}" }`)).toMatchObject({ concurrency: { group } });
  });

  it('may be divided by what the trigger gives for inputs, also through a variable', () => {
    const env = { TO: '${{ inputs.to }}-${{ branch }}', LATE: '${{ steps.a.status }}', BAD: '${{ inputs.none }}' };
    const { BAD: _, ...right } = env;
    expect(grouped('concurrency: { key: "inputs.to + env.INPUT_TO" }')).toMatchObject({
      concurrency: { group: 'web/eueu' },
    });
    expect(grouped('concurrency: { key: env.TO }', 'main', right)).toMatchObject({
      concurrency: { group: 'web/eu-main' },
    });
    expect(grouped('concurrency: { key: env.LATE }', 'main', right)).toMatchObject({
      mistake: expect.stringContaining('No such key: LATE'),
    });
    expect(grouped('concurrency: { key: env.TO }', 'main', env)).toEqual({
      mistake: 'the concurrency key env.TO gives nothing: environment.BAD: ${{ inputs.none }}: No such key: none',
    });
  });

  it('is none when its key gives nothing, and the reason is a sentence', () => {
    expect(grouped('concurrency: { key: env.NOWHERE }')).toEqual({
      mistake: 'the concurrency key env.NOWHERE gives nothing: No such key: NOWHERE',
    });
  });

  it('is none when it would be too long', () => {
    expect(grouped('concurrency: { key: branch }', 'b'.repeat(296))).toMatchObject({ concurrency: {} });
    expect(grouped('concurrency: { key: branch }', 'b'.repeat(297))).toEqual({
      mistake: 'its concurrency group with the key branch has 301 characters, and 300 is the most',
    });
  });
});
