import { readFileSync } from 'node:fs';
import { leavesOf } from './completion/manual.js';
import { programOf } from './program.js';
import { pathOf } from './program/paths.js';
import { Screen } from './view/screen.story.js';

/** Each route that people and programs may want, and the command that asks it. */
const commandOf: Readonly<Record<string, string>> = {
  'GET /api/administrators': 'administrators list',
  'DELETE /api/administrators/:user': 'administrators remove',
  'PUT /api/administrators/:user': 'administrators add',
  'GET /api/agents': 'agents list',
  'GET /api/audit': 'audit list',
  'GET /api/audit/export': 'audit export',
  'GET /api/audit/verify': 'audit verify',
  'GET /api/ci/events': 'events',
  'GET /api/ci/events/stream': 'events',
  'GET /api/ci/executions': 'list',
  'GET /api/ci/executions/:id': 'show',
  'POST /api/ci/executions/:id/approve': 'approve',
  'GET /api/ci/executions/:id/artifacts': 'artifacts list',
  'GET /api/ci/executions/:id/artifacts/:artifact': 'artifacts download',
  'GET /api/ci/executions/:id/artifacts/:artifact/files/*': 'artifacts download',
  'POST /api/ci/executions/:id/cancel': 'cancel',
  'GET /api/ci/executions/:id/events': 'replay',
  'GET /api/ci/executions/:id/logs': 'logs',
  'GET /api/ci/executions/:id/logs/search': 'logs',
  'POST /api/ci/executions/:id/pause': 'pause',
  'POST /api/ci/executions/:id/reject': 'reject',
  'GET /api/ci/executions/:id/reports': 'reports',
  'POST /api/ci/executions/:id/rerun': 'rerun',
  'POST /api/ci/executions/:id/resume': 'resume',
  'GET /api/ci/executions/:id/stream': 'watch',
  'GET /api/ci/executions/:id/why': 'why',
  'GET /api/ci/pipelines': 'pipelines list',
  'POST /api/ci/pipelines': 'pipelines apply',
  'DELETE /api/ci/pipelines/:id': 'pipelines delete',
  'GET /api/ci/pipelines/:id': 'pipelines show',
  'PATCH /api/ci/pipelines/:id': 'pipelines disable',
  'GET /api/ci/pipelines/:id/deliveries': 'pipelines deliveries',
  'GET /api/ci/pipelines/:id/diff': 'pipelines diff',
  'POST /api/ci/pipelines/:id/rollback': 'pipelines rollback',
  'POST /api/ci/pipelines/:id/trigger': 'pipelines trigger',
  'GET /api/ci/pipelines/:id/versions': 'pipelines versions',
  'GET /api/ci/pipelines/:id/versions/:version': 'pipelines show',
  'GET /api/ci/pipelines/:id/versions/:version/yaml': 'pipelines yaml',
  'DELETE /api/ci/pipelines/:id/webhook-token': 'webhooks remove-token',
  'POST /api/ci/pipelines/:id/webhook-token': 'webhooks create-token',
  'GET /api/ci/pipelines/:id/yaml': 'pipelines yaml',
  'DELETE /api/ci/projects/:project/caches': 'cache clear',
  'GET /api/ci/projects/:project/caches': 'cache list',
  'DELETE /api/ci/projects/:project/caches/:id': 'cache remove',
  'GET /api/ci/templates': 'templates list',
  'DELETE /api/ci/templates/:name': 'templates remove',
  'GET /api/ci/templates/:name': 'templates show',
  'PUT /api/ci/templates/:name': 'templates put',
  'GET /api/ci/templates/:name/versions': 'templates versions',
  'GET /api/healthchecker': 'status',
  'POST /api/invitations': 'users invite',
  'POST /api/master-key/rotation': 'secrets rotate',
  'GET /api/openapi.json': 'schema api',
  'GET /api/projects': 'projects list',
  'POST /api/projects': 'projects create',
  'DELETE /api/projects/:project': 'projects delete',
  'GET /api/projects/:project': 'projects show',
  'PATCH /api/projects/:project': 'projects rename',
  'GET /api/projects/:project/audit': 'audit list',
  'GET /api/projects/:project/members': 'members list',
  'DELETE /api/projects/:project/members/:user': 'members remove',
  'PUT /api/projects/:project/members/:user': 'members add',
  'GET /api/projects/:project/notifications': 'notifications targets',
  'DELETE /api/projects/:project/notifications/:name': 'notifications remove',
  'PUT /api/projects/:project/notifications/:name': 'notifications set',
  'GET /api/projects/:project/notifications/journal': 'notifications list',
  'GET /api/projects/:project/secrets': 'secrets list',
  'DELETE /api/projects/:project/secrets/:name': 'secrets remove',
  'PUT /api/projects/:project/secrets/:name': 'secrets set',
  'POST /api/projects/:project/secrets/rotation': 'secrets rotate',
  'DELETE /api/projects/:project/webhook-token': 'webhooks remove-token',
  'POST /api/projects/:project/webhook-token': 'webhooks create-token',
  'GET /api/schema/pipeline.json': 'schema pipeline',
  'GET /api/sessions': 'sessions list',
  'DELETE /api/sessions/:id': 'sessions revoke',
  'POST /api/sessions/device': 'login',
  'POST /api/sessions/device/token': 'login',
  'POST /api/sessions/first': 'login',
  'POST /api/sessions/first/link': 'up',
  'POST /api/sessions/login': 'login',
  'POST /api/sessions/logout': 'login',
  'GET /api/sessions/me': 'whoami',
  'POST /api/sessions/password': 'sessions password',
  'GET /api/sessions/providers': 'sessions providers',
  'GET /api/tokens': 'tokens list',
  'POST /api/tokens': 'tokens create',
  'DELETE /api/tokens/:id': 'tokens revoke',
  'GET /api/users': 'users list',
  'PATCH /api/users/:id': 'users disable',
  'GET /api/webhooks/deliveries': 'webhooks list',
  'GET /api/webhooks/deliveries/:id': 'webhooks show',
  'POST /api/webhooks/deliveries/:id/replay': 'webhooks replay',
  'GET /healthz': 'doctor',
};

/** Routes that no command asks, and why. */
const withoutCommand: Readonly<Record<string, string>> = {
  'GET /': 'it lists the routes themselves',
  'GET /metrics': 'Prometheus reads it',
  'GET /readyz': 'it is for what starts containers',
  'POST /api/ci/detect': 'yard init does the same here, without a platform',
  'POST /api/ci/pipelines/validate': 'yard validate does the same here, without a platform',
  'POST /api/ci/pipelines/upload': 'yard pipelines apply sends the same as JSON',
  'PUT /api/ci/pipelines/:id': 'yard pipelines apply finds the pipeline by the name in the file',
  'DELETE /api/ci/executions/:id/cancel': 'another way to write POST',
  'GET /api/ci/executions/:id/artifacts/:artifact/archive': 'yard artifacts download brings the files, each checked',
  'POST /api/ci/pipelines/:id/webhook': 'other systems send to it',
  'POST /api/webhooks/generic/:token': 'other systems send to it',
  'POST /api/webhooks/github': 'other systems send to it',
  'POST /api/webhooks/gitlab': 'other systems send to it',
  'GET /api/docs': 'a page',
  'GET /api/docs/page.css': 'a page',
  'GET /api/docs/page.js': 'a page',
  'GET /api/sessions/first': 'a page',
  'GET /api/sessions/first/page.css': 'a page',
  'GET /api/sessions/first/page.js': 'a page',
  'GET /api/sessions/device': 'somebody looks at it in a browser, signed in there',
  'POST /api/sessions/device/confirm': 'somebody does it in a browser, signed in there',
  'POST /api/sessions/device/deny': 'somebody does it in a browser, signed in there',
  'POST /api/sessions/refresh': 'yard keeps tokens, and no sessions',
  'GET /api/sessions/jwks': 'keys for programs that check tokens by themselves',
  'GET /api/sessions/links': 'signing in elsewhere needs a browser',
  'DELETE /api/sessions/links/:provider': 'signing in elsewhere needs a browser',
  'POST /api/sessions/links/:provider': 'signing in elsewhere needs a browser',
  'GET /api/sessions/oauth/github': 'signing in elsewhere needs a browser',
  'GET /api/sessions/oauth/github/callback': 'signing in elsewhere needs a browser',
  'GET /api/sessions/oidc/:provider': 'signing in elsewhere needs a browser',
  'GET /api/sessions/oidc/:provider/callback': 'signing in elsewhere needs a browser',
  'POST /api/sessions/totp': 'its secret is shown as a picture to be scanned',
  'POST /api/sessions/totp/confirm': 'its secret is shown as a picture to be scanned',
  'POST /api/sessions/totp/remove': 'its secret is shown as a picture to be scanned',
};

/** All there are: another test keeps this table equal to the routes of the gateway and to its OpenAPI document. */
const routes = [
  ...readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8').matchAll(/^\| `([A-Z]+ \/\S*)` /gm),
].map(([, route = '']) => route);

describe('every route of the API', () => {
  it('has a command, or a reason to have none', () => {
    const known = [...Object.keys(commandOf), ...Object.keys(withoutCommand)];
    expect(routes.length).toBeGreaterThan(100);
    expect(routes.filter(route => !known.includes(route))).toEqual([]);
    expect(known.filter(route => !routes.includes(route))).toEqual([]);
    expect(Object.keys(commandOf).filter(route => route in withoutCommand)).toEqual([]);
  });

  it('has a command that is there', () => {
    const paths = leavesOf(programOf(new Screen().terminal, '0.0.0', () => undefined)).map(pathOf);
    expect(Object.values(commandOf).filter(path => !paths.includes(path))).toEqual([]);
  });
});
