import type { Row } from './nouns-people.story.js';

const id = '01k7n5pa000000000000000000';
const at = '2026-11-23T12:30:00.000Z';
const template = { project: 'default', name: 'node-test', version: 3, author: 'ann', at, message: 'faster' };
const target = {
  project: 'web',
  name: 'builds',
  on: ['failure'],
  target: 'slack',
  config: { channel: '#b' },
  author: 'ann',
  at,
};
const delivery = {
  id,
  project: 'web',
  door: 'github',
  at,
  event: 'push',
  branch: 'main',
  actor: 'ann',
  outcome: 'started',
  pipelines: [],
};
const pipeline = { id, name: 'web', project: 'default', version: 2 };
const execution = {
  id,
  rev: 9,
  project: 'web',
  pipelineId: id,
  pipelineName: 'web',
  pipelineVersion: 2,
  status: 'success',
  trigger: { type: 'manual', actor: 'ann', branch: 'main', at },
  createdAt: at,
  startedAt: at,
  finishedAt: at,
  stages: [{ id: 'build', name: 'build', parallel: false, status: 'success', steps: ['compile'] }],
  steps: [
    {
      id: 'compile',
      name: 'compile',
      stage: 'build',
      status: 'success',
      continueOnError: false,
      needs: [],
      attempts: [],
    },
  ],
};

/** Commands on pipelines, executions and what comes to them. */
export const aboutPipelines: Row[] = [
  [
    ['templates', 'list', '--project', 'web'],
    { 'GET /api/ci/templates': { json: { templates: [template] } } },
    '/api/ci/templates?project=web&limit=200',
    /node-test +3 +ann/,
  ],
  [
    ['templates', 'show', 'node-test', '--at', '2'],
    { 'GET /api/ci/templates/node-test': { json: { ...template, text: 'template: node-test\n' } } },
    '/api/ci/templates/node-test?version=2',
    /^template: node-test\n$/,
  ],
  [
    ['templates', 'versions', 'node-test'],
    { 'GET /api/ci/templates/node-test/versions': { json: { versions: [template] } } },
    '/api/ci/templates/node-test/versions?limit=50',
    'faster',
  ],
  [
    ['templates', 'put', 'node-test', 'file.yaml'],
    { 'PUT /api/ci/templates/node-test': { json: { result: 'updated', template } } },
    '/api/ci/templates/node-test',
    'is now version 3',
  ],
  [
    ['templates', 'remove', 'node-test'],
    { 'DELETE /api/ci/templates/node-test': { json: template } },
    '/api/ci/templates/node-test',
    'is removed',
  ],
  [
    ['notifications', 'targets', '--project', 'web'],
    { 'GET /api/projects/web/notifications': { json: { targets: [target] } } },
    '',
    /builds +slack +failure/,
  ],
  [
    [
      'notifications',
      'set',
      'builds',
      '--kind',
      'slack',
      '--on',
      'failure',
      'start',
      '--config',
      '{"channel":"#b"}',
      '--project',
      'web',
    ],
    { 'PUT /api/projects/web/notifications/builds': { json: target } },
    '/api/projects/web/notifications/builds',
    'slack is told of failure',
  ],
  [
    ['notifications', 'remove', 'builds', '--project', 'web'],
    { 'DELETE /api/projects/web/notifications/builds': { json: target } },
    '',
    'builds: removed',
  ],
  [
    ['webhooks', 'show', id],
    { [`GET /api/webhooks/deliveries/${id}`]: { json: delivery } },
    `/api/webhooks/deliveries/${id}`,
    'push main',
  ],
  [
    ['webhooks', 'create-token', '--project', 'web'],
    {
      'POST /api/projects/web/webhook-token': {
        json: { token: 'hook_1', replaced: false, paths: { github: '/api/webhooks/github' }, message: 'once' },
      },
    },
    '',
    /^hook_1\n$/,
  ],
  [
    ['webhooks', 'create-token', '--pipeline', id],
    {
      [`POST /api/ci/pipelines/${id}/webhook-token`]: {
        json: { token: 'hook_2', replaced: false, path: '/p', message: 'once' },
      },
    },
    '',
    /^hook_2\n$/,
  ],
  [
    ['webhooks', 'remove-token', '--project', 'web'],
    { 'DELETE /api/projects/web/webhook-token': { text: '' } },
    '/api/projects/web/webhook-token',
    'of no use any more',
  ],
  [['pipelines', 'yaml', id], { [`GET /api/ci/pipelines/${id}/yaml`]: { text: 'name: web\n' } }, '', /^name: web\n$/],
  [
    ['pipelines', 'yaml', id, '--at', '2'],
    { [`GET /api/ci/pipelines/${id}/versions/2/yaml`]: { text: 'name: old\n' } },
    '',
    /^name: old\n$/,
  ],
  [
    ['pipelines', 'deliveries', id],
    {
      [`GET /api/ci/pipelines/${id}/deliveries`]: {
        json: {
          deliveries: [{ id: 'd', at, source: 'schedule', what: 'each night', decision: 'run', executionId: id }],
        },
      },
    },
    '',
    /schedule {2}each night/,
  ],
  [
    ['pipelines', 'trigger', 'web', '--branch', 'main', '-i', 'to=eu', '-e', 'A=1'],
    {
      'GET /api/ci/pipelines': { json: { pipelines: [pipeline] } },
      [`POST /api/ci/pipelines/${id}/trigger`]: { json: { execution_id: id, message: 'accepted' } },
    },
    `/api/ci/pipelines/${id}/trigger`,
    `${id}: accepted`,
  ],
  [
    ['schema', 'pipeline'],
    { 'GET /api/schema/pipeline.json': { json: { $id: 'pipeline' } } },
    '',
    /^\{"\$id":"pipeline"\}\n$/,
  ],
  [['schema', 'api'], { 'GET /api/openapi.json': { json: { openapi: '3.1.0' } } }, '', '3.1.0'],
  [
    ['show', 'last', '--at', '9'],
    {
      'GET /api/ci/executions': { json: { executions: [execution] } },
      [`GET /api/ci/executions/${id}`]: { json: execution },
    },
    `/api/ci/executions/${id}?at=9`,
    /begun by ann[^]*✓ web: success[^]*└─ ✓ build[^]*└─ ✓ compile/,
  ],
  [['open', id, '--print'], {}, '', `/executions/${id}`],
  [
    ['list', '--branch', 'main', '--text', 'we'],
    { 'GET /api/ci/executions': { json: { executions: [] } } },
    '/api/ci/executions?limit=20&branch=main&text=we',
    'no executions yet',
  ],
  [
    ['logs', id, '--search', 'error'],
    {
      [`GET /api/ci/executions/${id}/logs/search`]: {
        json: { matches: [{ attempt: 'a.b.1', line: 7, offset: 0, text: 'an error\u001b[2J' }], bytes: 9 },
      },
    },
    `/api/ci/executions/${id}/logs/search?q=error&limit=100`,
    /^a\.b\.1:7: an error\n$/,
  ],
  [
    ['logs', id, '--json'],
    { [`GET /api/ci/executions/${id}/logs`]: { text: 'one\ntwo' } },
    '',
    /^\{"line":1,"text":"one"\}\n\{"line":2,"text":"two"\}\n$/,
  ],
];
