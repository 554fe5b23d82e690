import type {
  ApplyPipelineAnswer,
  LinkAnswer,
  ListMembersReply,
  ListProjectsReply,
  ProjectView,
} from '@switchyard/contracts';
import { House } from './house.js';

const yaml = 'name: shop\nsteps:\n  - { name: one, null: {} }\n';

describe('projects and members', () => {
  let house: House;
  beforeAll(async () => (house = await House.start()));
  afterAll(() => house.stop());

  const ask = async <Answer>(method: string, path: string, body?: object) => {
    const response = await fetch(`${house.url}${path}`, {
      method,
      headers: { ...house.authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, answer: (await response.json()) as Answer };
  };

  it('begin with the project of everything that names none', async () => {
    const { answer } = await ask<ListProjectsReply>('GET', '/api/projects');
    expect(answer.projects.map(({ id, members }) => [id, members])).toEqual([['default', 0]]);
    expect(await ask('DELETE', '/api/projects/default')).toMatchObject({
      status: 409,
      answer: { code: 'default-project' },
    });
  });

  it('are made, changed and listed, and keep their last owner', async () => {
    const made = await ask<ProjectView>('POST', '/api/projects', { id: 'web', name: 'The shop' });
    expect(made).toMatchObject({ status: 201, answer: { id: 'web', name: 'The shop', members: 0 } });
    expect(await ask('POST', '/api/projects', { id: 'web' })).toMatchObject({ status: 409 });
    for (const [route, login] of [
      ['/api/sessions/first/link', 'ann'],
      ['/api/invitations', 'bob'],
    ] as const) {
      const link = await ask<LinkAnswer>('POST', route, {});
      const first = { code: link.answer.code, login, password: 'correct horse battery' };
      expect((await ask('POST', '/api/sessions/first', first)).status).toBe(201);
    }
    const put = (user: string, role: string) => ask('PUT', `/api/projects/web/members/${user}`, { role });
    expect([(await put('ann', 'owner')).status, (await put('bob', 'viewer')).status]).toEqual([201, 201]);
    expect(await put('ann', 'admin')).toMatchObject({ status: 409, answer: { code: 'last-owner' } });
    expect(await ask('DELETE', '/api/projects/web/members/ann')).toMatchObject({ status: 409 });
    expect((await put('bob', 'owner')).status).toBe(200);
    expect((await ask('DELETE', '/api/projects/web/members/ann')).status).toBe(200);
    const { answer } = await ask<ListMembersReply>('GET', '/api/projects/web/members');
    expect(answer.members).toMatchObject([{ name: 'bob', role: 'owner', addedBy: 'owner' }]);
  });

  it.each([
    ['POST', '/api/projects', { id: 'Web' }],
    ['POST', '/api/projects', { id: { $ne: '' } }],
    ['POST', '/api/projects', { id: 'x', name: 'two\nlines' }],
    ['POST', '/api/projects', { id: 'x', members: ['me'] }],
    ['PATCH', '/api/projects/web', { name: '' }],
    ['PUT', '/api/projects/web/members/bob', { role: 'king' }],
    ['PUT', '/api/projects/web/members/$bob', { role: 'viewer' }],
    ['PUT', `/api/projects/web/members/${'b'.repeat(201)}`, { role: 'viewer' }],
    ['GET', '/api/projects?limit=0', undefined],
    ['GET', '/api/projects?after[$gt]=', undefined],
    ['GET', '/api/projects/%24ne', undefined],
  ])('refuse what is no input: %s %s %j', async (method, path, body) => {
    const { status, answer } = await ask<{ error: string }>(method, path, body);
    expect([status, answer.error]).toEqual([path.length > 200 ? 414 : 400, 'validation']);
  });

  it('keep their pipelines apart, and are deleted once nothing starts in them', async () => {
    const applied = await ask<ApplyPipelineAnswer>('POST', '/api/ci/pipelines', { yaml, project: 'web' });
    const { id } = applied.answer.pipeline;
    const idsIn = async (project: string) =>
      (await ask<{ pipelines: { id: string }[] }>('GET', `/api/ci/pipelines?project=${project}`)).answer.pipelines;
    expect(await idsIn('web')).toMatchObject([{ id }]);
    expect(await idsIn('default')).toEqual([]);
    expect(await ask('DELETE', '/api/projects/web')).toMatchObject({
      status: 409,
      answer: { code: 'project-has-pipelines' },
    });
    await ask('DELETE', `/api/ci/pipelines/${id}`);
    expect(await ask('DELETE', '/api/projects/web')).toMatchObject({
      status: 200,
      answer: { deleted: { actor: 'owner' } },
    });
    expect((await ask('GET', '/api/projects/web')).status).toBe(404);
    expect((await ask('POST', '/api/projects', { id: 'web' })).status).toBe(409);
    expect(await ask('GET', `/api/ci/pipelines/${id}/versions`)).toMatchObject({ status: 200 });
  });
});
