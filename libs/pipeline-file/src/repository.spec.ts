import { parsePipeline } from './parse-pipeline.js';
import { planPipeline } from './plan/index.js';
import { planFacts } from './plan/plan.story.js';
import { formatPipeline } from './print/format-pipeline.js';

const fileOf = (keys: string, step = '') => `name: a\n${keys}\nsteps: [{ name: build, run: x${step} }]\n`;
const parsed = (file: string) => {
  const { model, findings } = parsePipeline(file);
  expect(findings.filter(({ code }) => code !== 'no-connector')).toEqual([]);
  if (!model) throw new Error('no model');
  return model;
};
const facts = (trigger: Partial<ReturnType<typeof planFacts>['trigger']> = {}, origin = {}) => {
  const some = planFacts();
  const about = { ...some.trigger, repository: 'https://git.example/web', branch: 'main', commit: '4f2a9c1d' };
  return { ...some, trigger: { ...about, ...trigger }, origin };
};
const planned = (file: string, given = facts()) => {
  const { plan, findings } = planPipeline(parsed(file), given);
  return { step: plan?.stages[0]?.steps[0], source: plan?.stages[0]?.steps[0]?.source, findings };
};

describe('source:', () => {
  it.each([
    ['source: true', {}],
    ['source: git@git.example:web', { repository: 'git@git.example:web' }],
    ['source: { depth: 0, submodules: true }', { depth: 0, submodules: true }],
    [
      'source: { repository: /srv/web, ref: main, commit: 4f2a, path: ./a//b/ }',
      { repository: '/srv/web', ref: 'main', commit: '4f2a', path: 'a/b' },
    ],
    ['source: { path: . }', {}],
    [
      'source: { repository: "${{ env.R }}", ref: "${{ branch }}" }',
      { repository: '${{ env.R }}', ref: '${{ branch }}' },
    ],
    ['source: false', undefined],
  ])('{ %s } of a pipeline', (keys, source) => {
    expect(parsed(fileOf(keys)).source).toEqual(source);
  });

  it('of a step stands in for that of its pipeline', () => {
    const all = (step: string) => planned(fileOf('source: https://git.example/all', step)).source?.repository;
    expect(all('')).toBe('https://git.example/all');
    expect(all(', source: https://git.example/own')).toBe('https://git.example/own');
    expect(all(', source: false')).toBeUndefined();
  });

  it('is said by a step of the long form too', () => {
    const config =
      'config: { repository_url: https://git.example/web, branch: main, commit: 4f2a9c1, credentials: deployer }';
    const step = parsed(`name: a\nsteps: [{ name: b, step_type: shell, config: { command: x, ${config.slice(10)} }]\n`)
      .stages[0]?.steps[0];
    expect(step).toMatchObject({
      source: { repository: 'https://git.example/web', ref: 'main', commit: '4f2a9c1', credentials: 'deployer' },
      config: { command: 'x' },
    });
  });

  it('is not what a step of a host acts on', () => {
    const { model } = parsePipeline(
      'name: a\nsteps: [{ name: b, step_type: git_hub, config: { action: x, repository_url: https://git.example/web } }]\n',
    );
    expect(model?.stages[0]?.steps[0]).not.toHaveProperty('source');
    expect(model?.stages[0]?.steps[0]?.config).toMatchObject({ repositoryUrl: 'https://git.example/web' });
  });

  it.each([
    ['source: ext::sh', 'bad-repository source'],
    ['source: https://a:b@git.example/web', 'credentials-in-url source'],
    ['source: { repository: org/web }', 'bad-repository source.repository'],
    ['source: { ref: --upload-pack=x }', 'bad-ref source.ref'],
    ['source: { commit: main }', 'bad-commit source.commit'],
    ['source: { path: ../x }', 'outside-workspace source.path'],
    ['source: { path: /x }', 'outside-workspace source.path'],
    ['source: { path: a/.GIT/hooks }', 'outside-workspace source.path'],
    ['source: { depth: -1 }', 'out-of-range source.depth'],
    ['source: { credentials: "a b" }', 'bad-secret source.credentials'],
    ['source: { branch: main }', 'unknown-key source.branch'],
    ['source: [a]', 'wrong-type source'],
    ['source: { ref: "${{ steps.a.outputs.b }}" }', 'too-early source.ref'],
  ])('{ %s } is a mistake: %s', (keys, found) => {
    const { findings } = parsePipeline(fileOf(keys));
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([found]);
    expect(findings[0]?.suggestion).toBeTruthy();
  });

  it('and another repository of one step are a conflict', () => {
    const file = 'name: a\nsteps: [{ name: b, source: true, config: { command: x, repository_url: /srv/web } }]\n';
    expect(parsePipeline(file).findings.map(({ code }) => code)).toEqual(['conflicting-keys']);
  });

  it('of the long form is printed in the short one', () => {
    const file =
      'name: a\nsteps: [{ name: b, step_type: shell, config: { command: x, repository_url: /srv/web, branch: main } }]\n';
    const printed = formatPipeline(file).text ?? '';
    const [before, after] = [parsed(file), parsed(printed)];
    expect(after).toEqual(before);
  });
});

describe('a planned source', () => {
  it.each([
    ['a branch', {}, {}, { ref: 'refs/heads/main', commit: '4f2a9c1d' }],
    ['a tag', { tag: 'v1' }, {}, { ref: 'refs/tags/v1', commit: '4f2a9c1d' }],
    ['a pull request', {}, { pullRequest: 7 }, { ref: 'refs/pull/7/head', commit: '4f2a9c1d' }],
    ['nothing', { branch: '', commit: '' }, {}, {}],
  ])('is what the trigger says: %s', (_what, trigger, origin, more) => {
    expect(planned(fileOf('source: true'), facts(trigger, origin)).source).toEqual({
      repository: 'https://git.example/web',
      ...more,
    });
  });

  it('takes nothing else of the trigger where it names a repository or a ref itself', () => {
    expect(planned(fileOf('source: { ref: next }')).source).toEqual({
      repository: 'https://git.example/web',
      ref: 'next',
    });
    expect(planned(fileOf('source: /srv/web')).source).toEqual({ repository: '/srv/web' });
  });

  it('is filled in', () => {
    const file = fileOf(
      'env: { R: /srv/web }\nsource: { repository: "${{ env.R }}", ref: "${{ branch }}", commit: "${{ commit }}" }',
    );
    expect(planned(file).source).toEqual({ repository: '/srv/web', ref: 'main', commit: '4f2a9c1d' });
  });

  it('gets its credentials in a variable of its own, but not for a fork', () => {
    const file = fileOf('source: { credentials: git.token }', ', secrets: [A]');
    expect(planned(file).step).toMatchObject({
      source: { credentials: 'YARD_SOURCE_CREDENTIALS' },
      secrets: { A: 'A', YARD_SOURCE_CREDENTIALS: 'git.token' },
    });
    const { step } = planned(file, facts({}, { fork: true }));
    expect(step?.source).not.toHaveProperty('credentials');
    expect(step?.secrets).toEqual({ A: 'A' });
  });

  it.each([
    ['source: true', { repository: '' }, 'the trigger names none'],
    ['source: true', { repository: 'org/web' }, 'is no address of a repository'],
    ['source: true', { repository: 'https://a:hunter2@git.example/x' }, 'holds a password'],
    ['source: true', { commit: 'not a commit' }, 'is no name of a commit'],
    ['source: true', { branch: 'a b' }, 'is no name of a branch'],
    ['source: { repository: "${{ branch }}" }', { branch: '--upload-pack=x' }, 'begins with a dash'],
  ])('{ %s } of %j is none: %s', (keys, trigger, why) => {
    const { findings } = planned(fileOf(keys), facts(trigger));
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(why)]);
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  it('without a trigger is shown as it was written', () => {
    const { plan } = planPipeline(parsed(fileOf('source: { credentials: t }')));
    expect(plan?.stages[0]?.steps[0]?.source?.repository).toBe('${{ repository }}');
  });
});
