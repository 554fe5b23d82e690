import {
  isPlatformPermission,
  type Permission,
  permissions,
  type Role,
  roles,
} from '../../domain/access/permissions.js';
import {
  alpha,
  declaredRoutes,
  document,
  documented,
  executions,
  pipelines,
  principals,
  startHouse,
  type Told,
  unknownId,
} from './house.story.js';
import type { DeclaredRoute } from './route-check.js';

type Outcome = 'let in' | 'not known' | 'not allowed' | 'hidden';

const hiddenCodes = ['unknown-project', 'unknown-pipeline', 'unknown-execution'];
const ownRefusals = ['people-only', 'by-token', 'no-user', 'no-service-tokens'];
const outcomeOf = ({ status, code }: Told): Outcome => {
  if (status === 401) return 'not known';
  // Let in by the guard, and refused by the route itself: some things only people may do, and only in a session.
  if (status === 403) return ownRefusals.includes(code) ? 'let in' : 'not allowed';
  return status === 404 && hiddenCodes.includes(code) ? 'hidden' : 'let in';
};

/** The route with the objects of one project, or with an id that is given. */
const addressOf = (route: string, project: string, id?: string): string => {
  const [pipeline = '', execution = ''] = [id ?? pipelines[project], id ?? executions[project]];
  const isOfObject = /:project|(pipelines|executions)\/:id/.test(route);
  const path = route
    .replace('pipelines/:id', `pipelines/${pipeline}`)
    .replace('executions/:id', `executions/${execution}`)
    .replace(':project', project)
    .replace(':version', '1')
    .replace(/:[a-z]+/gi, 'web');
  return isOfObject ? path : `${path}?project=${project}`;
};

const known = (name: string) => ({ authorization: `Bearer ${name}` });
const people = Object.keys(principals).filter(name => name !== 'both' && name !== 'platform');
const leastOf = (permission: string): string => {
  if (permission === 'signed-in') return 'everybody who is signed in';
  return permission === 'platform.manage' ? 'administrator' : permissions[permission as Permission];
};

/** Who is let in, by what users read about the route. */
const expectedOf = (name: string, permission: string, least: string): Outcome => {
  if (least === 'everybody who is signed in') return 'let in';
  if (name === 'administrator') return 'let in';
  if (least === 'administrator') return 'not allowed';
  if (name === 'outsider' || name === 'nobody') return 'hidden';
  if (name.startsWith('scoped')) return permission === 'executions.read' ? 'let in' : 'not allowed';
  return roles.indexOf(name as Role) >= roles.indexOf(least as Role) ? 'let in' : 'not allowed';
};

describe('every route', () => {
  let house: Awaited<ReturnType<typeof startHouse>>;
  let routes: DeclaredRoute[];
  beforeAll(async () => {
    house = await startHouse();
    routes = await declaredRoutes();
  });
  afterAll(() => house.stop());

  const guarded = () => documented().filter(({ least }) => least !== 'everybody');
  const leastIn = (route: string) => guarded().find(one => one.route === route)?.least ?? '';
  const objects = () => routes.filter(({ scope }) => scope === 'pipeline' || scope === 'execution');

  it('is one that says who may use it, and stands in docs/access.md', async () => {
    const { answer } = await house.ask('GET /', {});
    expect(routes.map(({ route }) => route).sort()).toEqual((answer['routes'] as string[]).sort());
    const wanted = routes.map(({ route, isPublic, permission = '' }) =>
      isPublic ? { route, permission: '–', least: 'everybody' } : { route, permission, least: leastOf(permission) },
    );
    // `YARD_WRITE_ACCESS=1` writes the table of docs/access.md anew.
    if (process.env['YARD_WRITE_ACCESS'] === '1') document(wanted);
    expect(documented()).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(40);
  });

  it('lets in who may, and nobody else', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const { route, permission, least } of guarded())
      for (const name of people) {
        const told = await house.ask(addressOf(route, alpha), known(name));
        const expected = expectedOf(name, permission, least);
        if (outcomeOf(told) !== expected)
          wrong.push(`${name}: ${route} is ${outcomeOf(told)} (${told.status} ${told.code}), not ${expected}`);
        asked += 1;
      }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(450);
  });

  it.each([
    ['nothing', {}],
    ['a token of nobody', known('mallory')],
    ['a cookie of nobody', { cookie: 'session=mallory' }],
    ['another scheme', { authorization: 'Basic b3duZXI6b3duZXI=' }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('that is not public is closed to %s', async (_, headers: Record<string, string>) => {
    for (const { route } of guarded()) {
      const told = await house.ask(addressOf(route, alpha), headers);
      expect([route, told.status, told.answer['error']]).toEqual([route, 401, 'authentication']);
    }
  });

  it('that reads is closed to HEAD as it is to GET', async () => {
    // Tokens ask for the project themselves.
    for (const { route } of guarded().filter(one => /^GET (?!\/api\/tokens)/.test(one.route))) {
      const head = addressOf(route, alpha).replace('GET ', 'HEAD ');
      expect([route, (await house.ask(head, {})).status]).toEqual([route, 401]);
      const told = await house.ask(head, known('nobody'));
      expect([route, told.status === 404]).toEqual([route, expectedOf('nobody', '', leastIn(route)) === 'hidden']);
    }
  });

  it('of an object tells of one in another project what it tells of one that is not there', async () => {
    expect(objects().length).toBeGreaterThan(25);
    for (const { route, isPublic } of objects()) {
      if (isPublic) continue;
      const [foreign, missing] = [
        await house.ask(addressOf(route, 'beta'), known('owner')),
        await house.ask(addressOf(route, 'beta', unknownId), known('owner')),
      ];
      const bare = ({ text }: Told) =>
        text.replace(/"(timestamp|requestId)":"[^"]*"/g, '').replace(/[0-9a-z]{26}/g, '');
      expect([route, foreign.status]).toEqual([route, 404]);
      expect(bare(foreign)).toBe(bare(missing));
    }
  });

  it('of a project tells of another what it tells of one that is not there', async () => {
    const inProjects = guarded().filter(
      ({ permission, route }) =>
        !isPlatformPermission(permission as Permission) && !objects().some(one => one.route === route),
    );
    expect(inProjects.length).toBeGreaterThan(10);
    for (const { route } of inProjects)
      for (const project of ['beta', 'never'])
        expect(await house.ask(addressOf(route, project), known('owner'))).toMatchObject({
          status: 404,
          code: 'unknown-project',
          answer: { message: `there is no project ${project}` },
        });
  });

  it('with a malformed id tells a member so, and asks nobody', async () => {
    const before = house.asked.length;
    for (const { route } of objects().filter(({ isPublic }) => !isPublic)) {
      const told = await house.ask(addressOf(route, alpha, '%7B%22$ne%22:1%7D'), known('owner'));
      expect([route, told.status]).toEqual([route, 400]);
    }
    expect(house.asked).toHaveLength(before);
  });

  describe('that changes something, in a session of cookies', () => {
    const token = 'a'.repeat(43);
    const send = (headers: Record<string, string>) =>
      Promise.all(
        guarded()
          .filter(({ route }) => !route.startsWith('GET '))
          .map(async ({ route }) => (await house.ask(addressOf(route, alpha), headers)).code),
      );

    it('needs the header with what the cookie holds', async () => {
      const cookie = `session=administrator; yard_csrf=${token}`;
      for (const headers of [{ cookie }, { cookie, 'yard-csrf': `${token}b` }, { cookie: 'session=administrator' }])
        expect([...new Set(await send(headers))]).toEqual(['csrf']);
      expect(await send({ cookie, 'yard-csrf': token })).not.toContain('csrf');
      expect(await send(known('administrator'))).not.toContain('csrf');
    });
  });
});
