import { parsePipeline } from '../parse-pipeline.js';

const read = (lines: string) => {
  const { model, findings } = parsePipeline(`name: a\nsteps: [{ run: x }]\n${lines}\n`);
  expect(findings).toEqual([]);
  return model;
};
const triggersOf = (lines: string) => read(lines)?.triggers;

const all = { only: [], except: [] };
const push = { type: 'git_push', branches: all, paths: all };
const pullRequest = { type: 'pull_request', branches: all, paths: all, events: ['opened', 'synchronize', 'reopened'] };

describe('on: in a file', () => {
  it.each([
    ['', []],
    ['on: push', [push]],
    [
      'on: [push, pull_request, tag, webhook, manual]',
      [push, pullRequest, { type: 'tag', tags: all }, { type: 'webhook', events: [] }, { type: 'manual' }],
    ],
    ['on: { push: }', [push]],
    ['on: { push: {}, pull-request: {} }', [push, pullRequest]],
    ['on: { push: main }', [{ ...push, branches: { only: ['main'], except: [] } }]],
    ["on: { push: ['**', '!wip/*'] }", [{ ...push, branches: { only: ['**'], except: ['wip/*'] } }]],
    [
      'on: { push: { branches: main, paths: [src/**], repository: r } }',
      [{ ...push, branches: { only: ['main'], except: [] }, paths: { only: ['src/**'], except: [] }, repository: 'r' }],
    ],
    ['on: { pull_request: { types: closed } }', [{ ...pullRequest, events: ['closed'] }]],
    ['on: { tag: v* }', [{ type: 'tag', tags: { only: ['v*'], except: [] } }]],
    ["on: { schedule: '@daily' }", [{ type: 'schedule', cron: '@daily', timeZone: 'UTC', inputs: {} }]],
    [
      "on: { schedule: [{ cron: ' 0 4 * * * ', time-zone: Asia/Tokyo, branch: main }] }",
      [{ type: 'schedule', cron: '0 4 * * *', timeZone: 'Asia/Tokyo', branch: 'main', inputs: {} }],
    ],
    ['on: { webhook: { events: deployment } }', [{ type: 'webhook', events: ['deployment'] }]],
    ['on: { pipeline: build }', [{ type: 'pipeline', pipeline: 'build', statuses: ['success'], branches: all }]],
    [
      'on: { pipeline: [{ name: build, status: [failed, timeout], branches: main }] }',
      [
        {
          type: 'pipeline',
          pipeline: 'build',
          statuses: ['failed', 'timeout'],
          branches: { only: ['main'], except: [] },
        },
      ],
    ],
  ])('that says "%s" is read as it is meant', (line, triggers) => {
    expect(triggersOf(line)).toEqual(triggers);
  });

  it.each([
    [
      'trigger_type: git_push, config: { branch_patterns: [main], repository: r }',
      'push: { branches: main, repository: r }',
    ],
    [
      'trigger_type: pull_request, config: { branch_patterns: [main], events: [opened] }',
      'pull_request: { branches: main, events: opened }',
    ],
    ["trigger_type: schedule, config: { cron_expression: '0 4 * * *' }", "schedule: '0 4 * * *'"],
    ['trigger_type: webhook, config: { events: [a] }', 'webhook: { events: a }'],
    ['trigger_type: tag, config: { tag_patterns: [v*] }', 'tag: v*'],
    ['trigger_type: pipeline, config: { pipeline: b, statuses: [failed] }', 'pipeline: { name: b, status: failed }'],
    ['trigger_type: manual, config: { inputs: { v: text } }', 'manual: { inputs: { v: text } }'],
    ['trigger_type: manual', 'manual:'],
  ])('means the same as the long form { %s }', (long, short) => {
    const [one, other] = [read(`triggers: [{ ${long} }]`), read(`on: { ${short} }`)];
    expect(one).toEqual(other);
    expect(one?.triggers).toHaveLength(1);
  });

  it('keeps the address of a webhook of the long form', () => {
    expect(triggersOf('triggers: [{ trigger_type: webhook, config: { webhook_url: /x } }]')).toEqual([
      { type: 'webhook', events: [], url: '/x' },
    ]);
  });

  it('warns of what a trigger of the long form does not read', () => {
    const { model, findings } = parsePipeline(
      "name: a\nsteps: [{ run: x }]\ntriggers: [{ trigger_type: manual, config: { cron_expression: '@daily' } }]\n",
    );
    expect(model?.triggers).toEqual([{ type: 'manual' }]);
    expect(findings).toMatchObject([
      { severity: 'warning', code: 'not-read', path: 'triggers[0].config.cron_expression', line: 3, column: 63 },
    ]);
  });
});

describe('an input in a file', () => {
  const inputOf = (input: string) => read(`on: { manual: { inputs: { v: ${input} } } }`)?.inputs;
  const plain = { name: 'v', required: false, options: [] };

  it.each([
    ['', { ...plain, type: 'text' }],
    ['text', { ...plain, type: 'text' }],
    ['{ description: why }', { ...plain, type: 'text', description: 'why' }],
    ['{ type: number, default: 1.50 }', { ...plain, type: 'number', default: '1.50' }],
    ['{ type: boolean, default: false }', { ...plain, type: 'boolean', default: 'false' }],
    ['{ required: true }', { ...plain, type: 'text', required: true }],
    ['{ options: [a, 1.10], default: 1.10 }', { ...plain, type: 'choice', options: ['a', '1.10'], default: '1.10' }],
  ])('of %s is asked for as it is meant', (input, asked) => {
    expect(inputOf(input)).toEqual([asked]);
  });
});
