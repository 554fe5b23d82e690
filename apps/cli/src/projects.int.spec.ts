import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const project = {
  id: 'web',
  name: 'The \x1b[31mshop',
  createdAt: '2026-11-23T12:30:00.000Z',
  createdBy: 'ann',
  members: 1,
  role: 'owner',
};
const member = { user: 'u1', name: 'Bob', role: 'viewer', addedAt: project.createdAt, addedBy: 'ann' };

describe('yard projects and yard members', () => {
  let platform: FakePlatform;
  let place: Place;
  beforeEach(async () => {
    [platform, place] = await Promise.all([FakePlatform.start(), Place.make()]);
    platform.routes = {
      'GET /api/projects': { json: { projects: [project], next: 'web' } },
      'GET /api/projects?limit=200&after=web': { json: { projects: [{ ...project, id: 'xyz' }] } },
      'POST /api/projects': { json: project },
      'GET /api/projects/web/members': { json: { members: [member] } },
      'PUT /api/projects/web/members/bob%40example.org': { json: member },
      'DELETE /api/projects/web/members/u1': { json: { message: 'u1 is no member of project web any more' } },
    };
  });
  afterEach(() => Promise.all([platform.stop(), place.leave()]));
  const yard = (...words: string[]) => place.run(words, platform.environment);

  it('lists all pages of projects, harmless to a terminal', async () => {
    const { stdout, code } = await yard('projects', 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^project +name +members +your role +made +by\nweb +The .*shop +1 +owner +.* ago +ann\nxyz /,
    );
    expect(stdout).not.toContain('\x1b');
    expect(JSON.parse((await yard('projects', 'list', '--json')).stdout)).toHaveLength(2);
  });

  it('makes a project, and lets users in and out', async () => {
    expect((await yard('projects', 'create', 'web', '--name', 'Shop')).stdout).toContain('yard members add web USER');
    const added = await yard('members', 'add', 'web', 'bob@example.org', '--role', 'viewer');
    expect(added.stdout).toBe('Bob is viewer of project web\n');
    expect((await yard('members', 'remove', 'web', 'u1')).code).toBe(0);
    expect(platform.commands.map(({ method, body }) => [method, body])).toEqual([
      ['POST', { id: 'web', name: 'Shop' }],
      ['PUT', { role: 'viewer' }],
      ['DELETE', undefined],
    ]);
    expect((await yard('members', 'list', 'web')).stdout).toMatch(
      /^user +name +role .*\nu1 +Bob +viewer +.* ago +ann\n$/,
    );
  });

  it('says what the platform says', async () => {
    platform.routes['DELETE /api/projects/web/members/u1'] = {
      status: 409,
      json: { code: 'last-owner', message: 'u1 is the last owner of project web', suggestions: ['make another one'] },
    };
    const { code, stderr } = await yard('members', 'remove', 'web', 'u1');
    expect(code).not.toBe(0);
    expect(stderr).toContain('u1 is the last owner of project web');
    expect((await yard('members', 'add', 'web', 'bob', '--role', 'king')).stderr).toContain(
      'Allowed choices are viewer',
    );
  });
});
