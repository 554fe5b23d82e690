import type { Answer } from './fake-platform.story.js';

const id = '01k7n5pa000000000000000000';
const at = '2026-11-23T12:30:00.000Z';
const user = { id, login: 'alice', name: 'Alice\u001b[2J', createdAt: at, totp: false };
const project = { id: 'web', name: 'The shop', members: 2, role: 'owner', createdAt: at, createdBy: 'ann' };
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
export const signingIn: Record<string, Answer> = {
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

/** Words, what the platform answers, what was asked for, and what is said. */
export type Row = [words: string[], routes: Record<string, Answer>, asked: string, says: string | RegExp];

/** Commands on people, projects and the platform. */
export const aboutPeople: Row[] = [
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
];
