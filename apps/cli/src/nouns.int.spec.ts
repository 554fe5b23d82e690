import { writeFile } from 'node:fs/promises';
import { type Answer, FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const id = '01k7n5pa000000000000000000';
const at = '2026-11-23T12:30:00.000Z';
const template = { project: 'default', name: 'node-test', version: 3, author: 'ann', at, message: 'faster' };
const user = { id, login: 'alice', name: 'Alice\u001b[2J', createdAt: at, totp: false };
const project = { id: 'web', name: 'The shop', members: 2, role: 'owner', createdAt: at, createdBy: 'ann' };
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
const grant = { session: 's', user, accessToken: 'access', tokenType: 'Bearer', expiresIn: 300, refreshToken: 'r' };
const session = {
  id,
  by: 'password',
  agent: 'a browser',
  ip: '192.0.2.1',
  createdAt: at,
  usedAt: at,
  expiresAt: '2099-01-01T00:00:00.000Z',
  current: false,
};
const signingIn: Record<string, Answer> = {
  'POST /api/sessions/login': { json: grant },
  'POST /api/sessions/logout': { json: { message: 'signed out' } },
};
const agent = {
  service: 'connector-shell',
  pid: 7,
  host: 'box',
  startedAt: at,
  lastSeenAt: at,
  alive: true,
  slots: 4,
  running: 1,
};
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
const page = (route: string) => ({ [route]: { json: {} } });

/** Words, what the platform answers, what was asked for, and what is said. */
type Row = [words: string[], routes: Record<string, Answer>, asked: string, says: string | RegExp];
const rows: Row[] = [
  [
    ['agents', 'list'],
    { 'GET /api/agents': { json: { agents: [agent, { ...agent, alive: false }] } } },
    '',
    /alive.*1 of 4[^]*silent/,
  ],
  [
    ['agents', 'list', '--alive'],
    { 'GET /api/agents': { json: { agents: [{ ...agent, alive: false }] } } },
    '',
    'no service',
  ],
  [
    ['users', 'list'],
    { 'GET /api/users': { json: { users: [user] } } },
    '/api/users?limit=200',
    /alice {2}Alice {2}off/,
  ],
  [
    ['users', 'invite', '--administrator'],
    { 'POST /api/invitations': { json: { path: '/api/sessions/first?code=c', expiresAt: at, message: 'once' } } },
    '/api/invitations',
    '/api/sessions/first?code=c',
  ],
  [
    ['users', 'disable', id],
    { [`PATCH /api/users/${id}`]: { json: { ...user, disabled: true } } },
    `/api/users/${id}`,
    'alice is shut out',
  ],
  [
    ['users', 'enable', 'alice'],
    { 'GET /api/users': { json: { users: [user] } }, [`PATCH /api/users/${id}`]: { json: user } },
    `/api/users/${id}`,
    'alice may sign in',
  ],
  [
    ['administrators', 'list'],
    { 'GET /api/administrators': { json: { administrators: [{ user: id, name: 'Ann' }] } } },
    '/api/administrators',
    'Ann',
  ],
  [
    ['administrators', 'add', id],
    { [`PUT /api/administrators/${id}`]: { json: { user: id, name: 'Ann' } } },
    `/api/administrators/${id}`,
    'Ann is an administrator',
  ],
  [
    ['administrators', 'remove', id],
    { [`DELETE /api/administrators/${id}`]: { json: { message: 'no more' } } },
    `/api/administrators/${id}`,
    'no more',
  ],
  [
    ['whoami'],
    {
      'GET /api/sessions/me': {
        json: {
          kind: 'token',
          id: 't',
          name: 'bot',
          administrator: true,
          projects: { web: 'owner' },
          scopes: ['executions.read'],
        },
      },
    },
    '/api/sessions/me',
    /bot at .*by a token[^]*owner of project web[^]*limited to executions\.read/,
  ],
  [
    ['sessions', 'list', '--user', 'ann'],
    { ...signingIn, 'GET /api/sessions': { json: { sessions: [session] } } },
    '/api/sessions',
    /192\.0\.2\.1 {2}a browser/,
  ],
  [
    ['sessions', 'revoke', id, '--user', 'ann'],
    { ...signingIn, [`DELETE /api/sessions/${id}`]: { json: { message: 'the session has ended' } } },
    `/api/sessions/${id}`,
    'has ended',
  ],
  [
    ['sessions', 'password', '--user', 'ann'],
    { ...signingIn, 'POST /api/sessions/password': { json: { message: 'changed' } } },
    '/api/sessions/password',
    'changed',
  ],
  [
    ['sessions', 'providers'],
    {
      'GET /api/sessions/providers': { json: { providers: [{ name: 'github', path: '/api/sessions/oauth/github' }] } },
    },
    '',
    /github: http.*\/api\/sessions\/oauth\/github/,
  ],
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
    ['projects', 'show', 'web'],
    { 'GET /api/projects/web': { json: project } },
    '/api/projects/web',
    /web {2} *The shop/,
  ],
  [
    ['projects', 'rename', 'web', 'The shop'],
    { 'PATCH /api/projects/web': { json: project } },
    '/api/projects/web',
    'web is called The shop',
  ],
  [
    ['projects', 'delete', 'web'],
    { 'DELETE /api/projects/web': { json: project } },
    '/api/projects/web',
    'web is deleted',
  ],
  [
    ['audit', 'list', '--project', 'web'],
    { 'GET /api/projects/web/audit': { json: { records: [] } } },
    '/api/projects/web/audit?limit=50',
    'nothing of this was changed',
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
  [['open', id, '--print'], page('GET /'), '', `/executions/${id}`],
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

describe('commands of the real program', () => {
  let place: Place;
  let platform: FakePlatform;
  beforeAll(async () => {
    [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
    await writeFile(place.path('file.yaml'), 'template: node-test\nsteps: []\n');
  });
  afterAll(async () => {
    await platform.stop();
    await place.leave();
  });
  const yard = (words: string[]) =>
    place
      .start(words, { ...platform.environment, XDG_CONFIG_HOME: place.folder }, 'correct horse\nanother horse\n')
      .ended();

  it.each(rows)('%p', async (words, routes, asked, says) => {
    platform.routes = routes;
    platform.asked.length = 0;
    const { code, stdout, stderr } = await yard(words);
    expect({ words, code, stderr: code === 0 ? '' : stderr }).toEqual({ words, code: 0, stderr: '' });
    expect(stdout).toMatch(says);
    expect(stdout).not.toContain('\u001b');
    expect(platform.asked.map(({ path }) => path).join(' ')).toContain(asked);
    const json = await yard([...words, '--json']);
    for (const line of json.stdout.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('send what they were given', async () => {
    platform.asked.length = 0;
    platform.routes = { ...signingIn, 'POST /api/sessions/password': { json: { message: 'changed' } } };
    await yard(['sessions', 'password', '--user', 'ann']);
    expect(platform.asked.find(({ path }) => path.endsWith('password'))?.body).toEqual({
      current: 'correct horse',
      next: 'another horse',
    });
    platform.routes = { [`POST /api/ci/pipelines/${id}/trigger`]: { json: { execution_id: id, message: 'accepted' } } };
    await yard(['pipelines', 'trigger', id, '--branch', 'main', '-i', 'to=eu', '-e', 'A=1', '--commit', 'abc']);
    expect(platform.asked.at(-1)?.body).toEqual({
      trigger_type: 'manual',
      branch: 'main',
      commit_hash: 'abc',
      environment: { A: '1' },
      inputs: { to: 'eu' },
    });
    platform.routes = { 'PUT /api/projects/default/notifications/builds': { json: target } };
    await yard([
      'notifications',
      'set',
      'builds',
      '--kind',
      'slack',
      '--on',
      'start',
      'failure',
      '--config',
      '{"channel":"#b"}',
    ]);
    expect(platform.asked.at(-1)?.body).toEqual({
      target: 'slack',
      on: ['start', 'failure'],
      config: { channel: '#b' },
    });
  });

  it('say that nothing was found by their exit code, as grep does', async () => {
    platform.routes = { [`GET /api/ci/executions/${id}/logs/search`]: { json: { matches: [], bytes: 9 } } };
    expect(await yard(['logs', id, '--search', 'x'])).toMatchObject({ code: 1, stdout: '' });
  });
});
