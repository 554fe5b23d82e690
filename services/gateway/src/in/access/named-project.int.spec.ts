import { executions, startHouse } from './house.story.js';

const known = (name: string) => ({ authorization: `Bearer ${name}` });

describe('what names no project', () => {
  let house: Awaited<ReturnType<typeof startHouse>>;
  beforeAll(async () => (house = await startHouse()));
  afterAll(() => house.stop());

  const list = async (name: string, query = '') => {
    house.asked.length = 0;
    const told = await house.ask(`GET /api/ci/executions${query}`, known(name));
    return house.asked[0]?.[1]['project'] ?? (told.status === 418 ? 'all' : told.code);
  };

  it('is of all projects for an administrator, and of the own one for others', async () => {
    expect(await list('administrator')).toBe('all');
    expect(await list('administrator', '?project=beta')).toBe('beta');
    expect(await list('viewer')).toBe('alpha');
    expect(await list('outsider')).toBe('beta');
    expect(await list('nobody')).toBe('unknown-project');
  });

  it('must name one where the caller is in several', async () => {
    const told = await house.ask('GET /api/ci/executions', known('both'));
    expect(told).toMatchObject({ status: 400, code: 'project-needed' });
    expect(told.answer['suggestions']).toEqual(['add ?project=, one of alpha, beta']);
    expect(await list('both', '?project=beta')).toBe('beta');
  });

  it.each([
    ['?project=alpha&project=beta', 400],
    ['?project[$ne]=x', 400],
    ['?project=', 400],
    [`?project=${'a'.repeat(64)}`, 400],
    ['?project=Alpha', 400],
    ['?project=*', 400],
  ])('is no way around: %s', async (query, status) => {
    expect((await house.ask(`GET /api/ci/executions${query}`, known('viewer'))).status).toBe(status);
    expect((await house.ask(`GET /api/ci/executions${query}`, known('administrator'))).status).toBe(status);
  });

  it.each(['POST /api/ci/pipelines', 'POST /api/ci/pipelines/validate'])(
    'is decided by the body of %s, whatever the query says',
    async route => {
      const headers = { ...known('owner'), 'content-type': 'application/json' };
      const send = (project: unknown, query = '') =>
        house.ask(`${route}${query}`, headers, JSON.stringify({ yaml: 'name: web', project }));
      expect(await send('beta', '?project=alpha')).toMatchObject({ status: 404, code: 'unknown-project' });
      expect(await send(['beta'])).toMatchObject({ status: 400 });
      house.asked.length = 0;
      expect(await send('alpha')).toMatchObject({ status: 418 });
      expect(await send(undefined)).toMatchObject({ status: 418 });
      expect(house.asked.map(([, message]) => message['project'])).toEqual(['alpha', 'alpha']);
    },
  );

  it('is decided by the form of an upload', async () => {
    const upload = (name: string, project: string, query = '') => {
      const form = new FormData();
      form.set('pipeline', 'name: web');
      if (project !== '') form.set('project', project);
      return house.ask(`POST /api/ci/pipelines/upload${query}`, known(name), form);
    };
    house.asked.length = 0;
    expect(await upload('owner', 'beta')).toMatchObject({ status: 404, code: 'unknown-project' });
    expect(await upload('owner', 'beta', '?project=alpha')).toMatchObject({ status: 404, code: 'unknown-project' });
    expect(await upload('owner', '', '?project=beta')).toMatchObject({ status: 404, code: 'unknown-project' });
    expect(await upload('viewer', 'alpha')).toMatchObject({ status: 403, code: 'not-allowed' });
    expect(await upload('scoped', '')).toMatchObject({ status: 403, code: 'out-of-scope' });
    expect(house.asked).toEqual([]);
    expect(await upload('owner', '')).toMatchObject({ status: 418 });
    expect(await upload('both', 'alpha')).toMatchObject({ status: 418 });
    expect(house.asked.map(([, message]) => message['project'])).toEqual(['alpha', 'alpha']);
  });
});

describe('who acts', () => {
  let house: Awaited<ReturnType<typeof startHouse>>;
  beforeAll(async () => (house = await startHouse()));
  afterAll(() => house.stop());

  it.each([
    ['developer', 'developer'],
    ['administrator', 'administrator'],
    ['platform', 'Mallory'],
  ])('is the user, whatever a header says; only the token of the platform acts for others: %s', async (name, actor) => {
    house.asked.length = 0;
    const headers = { ...known(name), 'yard-actor': 'Mallory' };
    await house.ask(`POST /api/ci/executions/${executions['alpha']}/resume`, headers);
    expect(house.asked.at(-1)?.[1]['actor']).toBe(actor);
  });
});
