import { defaultProject, type PipelineView, type ProjectId } from '@switchyard/contracts';
import { Clock } from '@switchyard/kernel';
import type { Role } from '../../domain/access/permissions.js';
import { PipelineService } from '../ports.js';
import { KeepAdministrators } from './keep-administrators.js';
import { KeepMembers } from './keep-members.js';
import { KeepProjects } from './keep-projects.js';
import { KeptMemberships } from './memberships.js';
import { NamesAsGiven } from './names-as-given.story.js';
import { platformPrincipal } from '../../domain/access/principal.js';
import { promisesOfProjects } from './projects.promises.story.js';
import { aProject, aUser, MemoryAdministrators, MemoryProjects, web } from './projects.story.js';

class StoppedClock extends Clock {
  at = Date.parse('2026-11-23T12:30:00.000Z');
  now() {
    return this.at;
  }
  monotonic() {
    return this.at;
  }
}

const setUp = (members: Record<string, Role> = { ann: 'owner', eve: 'admin' }) => {
  const clock = new StoppedClock();
  const [projects, administrators] = [new MemoryProjects(aProject(web, members)), new MemoryAdministrators()];
  const memberships = new KeptMemberships(projects, administrators, clock);
  const running: Partial<PipelineView>[] = [];
  const pipelines = { list: async () => ({ pipelines: running }) } as unknown as PipelineService;
  const keepMembers = new KeepMembers(projects, new NamesAsGiven(), memberships, clock);
  const keepProjects = new KeepProjects(projects, memberships, pipelines, clock);
  return { clock, projects, administrators, memberships, running, keepMembers, keepProjects };
};
const [ann, eve] = [aUser('ann', { web: 'owner' }), aUser('eve', { web: 'admin' })];

describe('projects in memory', () => {
  const projects = new MemoryProjects();
  promisesOfProjects(() => projects);
});

describe('a member', () => {
  it('is let in, gets another role, and is let out', async () => {
    const { keepMembers } = setUp();
    expect(await keepMembers.put(web, 'bob', 'viewer', eve)).toMatchObject({
      result: 'added',
      member: { name: 'bob' },
    });
    expect(await keepMembers.put(web, 'bob', 'developer', ann)).toMatchObject({
      result: 'changed',
      member: { role: 'developer', addedBy: 'eve' },
    });
    expect((await keepMembers.list(web))?.map(({ user }) => user)).toEqual(['ann', 'bob', 'eve']);
    expect(await keepMembers.remove(web, 'bob', eve)).toMatchObject({ result: 'changed' });
    expect(await keepMembers.remove(web, 'bob', eve)).toEqual({ result: 'no-member' });
  });

  it('of a project that is not there is nobody', async () => {
    const { keepMembers } = setUp();
    const other = 'other' as ProjectId;
    expect(await keepMembers.list(other)).toBeUndefined();
    expect(await keepMembers.put(other, 'bob', 'viewer', platformPrincipal)).toEqual({ result: 'unknown-project' });
  });

  it('stays the last owner whatever two owners do at once', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { keepMembers, projects } = setUp({ ann: 'owner', bob: 'owner' });
      const [first, second] = await Promise.all([
        keepMembers.remove(web, 'bob', ann),
        keepMembers.put(web, 'ann', 'viewer', aUser('bob', { web: 'owner' })),
      ]);
      expect([first.result, second.result].sort()).toEqual(['changed', 'last-owner']);
      expect(projects.rows.get(web)?.members.filter(({ role }) => role === 'owner')).toHaveLength(1);
    }
  });

  it('is seen here at once, and by other gateways within two seconds', async () => {
    const { keepMembers, memberships, projects, administrators, clock } = setUp();
    const elsewhere = new KeptMemberships(projects, administrators, clock);
    const seen = async () =>
      Promise.all([memberships, elsewhere].map(async one => (await one.of('bob')).projects.get(web)));
    expect(await seen()).toEqual([undefined, undefined]);
    await keepMembers.put(web, 'bob', 'viewer', ann);
    expect(await seen()).toEqual(['viewer', undefined]);
    clock.at += 2_000;
    expect(await seen()).toEqual(['viewer', 'viewer']);
    await keepMembers.remove(web, 'bob', ann);
    expect(await seen()).toEqual([undefined, 'viewer']);
    clock.at += 2_000;
    expect(await seen()).toEqual([undefined, undefined]);
  });
});

describe('what somebody is', () => {
  it('is asked for once by a hundred requests, and again after a failure', async () => {
    const { memberships, projects, administrators } = setUp();
    let asked = 0;
    const { rolesOf } = projects;
    projects.rolesOf = async user => {
      asked += 1;
      if (asked === 1) throw new Error('away');
      return rolesOf.call(projects, user);
    };
    await expect(Promise.all(Array.from({ length: 100 }, () => memberships.of('ann')))).rejects.toThrow('away');
    expect(asked).toBe(1);
    administrators.ids.add('ann');
    const answers = await Promise.all(Array.from({ length: 100 }, () => memberships.of('ann')));
    expect(answers[99]).toEqual({ administrator: true, projects: new Map([[web, 'owner']]) });
    expect(asked).toBe(2);
  });

  it('takes no more room for more users', async () => {
    const { memberships, projects } = setUp();
    for (let n = 0; n < 10_001; n += 1) await memberships.of(`user-${n}`);
    let asked = 0;
    projects.rolesOf = async () => {
      asked += 1;
      return new Map();
    };
    await memberships.of('user-10000');
    await memberships.of('user-0');
    expect(asked).toBe(1);
  });
});

describe('an administrator', () => {
  it('is made and unmade by another, and effective at once', async () => {
    const { administrators, memberships } = setUp();
    const keep = new KeepAdministrators(administrators, new NamesAsGiven(), memberships);
    expect((await memberships.of('ann')).administrator).toBe(false);
    expect(await keep.add('ann')).toEqual({ user: 'ann', name: 'ann' });
    expect((await memberships.of('ann')).administrator).toBe(true);
    expect(await keep.list()).toEqual([{ user: 'ann', name: 'ann' }]);
    expect(await keep.remove('ann', ann)).toBe('yourself');
    expect(await keep.remove('ann', eve)).toBe('removed');
    expect(await keep.remove('ann', platformPrincipal)).toBe('no-administrator');
    expect((await memberships.of('ann')).administrator).toBe(false);
  });

  it('is a user that is known', async () => {
    const { administrators, memberships } = setUp();
    const nobody = { find: async () => undefined, namesOf: async () => new Map() };
    expect(await new KeepAdministrators(administrators, nobody, memberships).add('ann')).toBeUndefined();
    expect(administrators.ids.size).toBe(0);
  });
});

describe('a project', () => {
  const shop = 'shop' as ProjectId;

  it('belongs to the user who makes it, and to nobody when a token does', async () => {
    const { keepProjects, projects } = setUp();
    expect(await keepProjects.create(shop, 'Shop', ann)).toMatchObject({ members: [{ user: 'ann', role: 'owner' }] });
    expect(await keepProjects.create('api' as ProjectId, 'API', platformPrincipal)).toMatchObject({ members: [] });
    expect(await keepProjects.create(shop, 'Shop', ann)).toBeUndefined();
    expect((await projects.find(shop))?.name).toBe('Shop');
  });

  it('is listed for its members, and for administrators', async () => {
    const { keepProjects } = setUp();
    await keepProjects.create(shop, 'Shop', platformPrincipal);
    const idsFor = async (who: typeof ann) => (await keepProjects.list(who, { limit: 9 })).map(({ id }) => id);
    expect(await idsFor(ann)).toEqual([web]);
    expect(await idsFor(aUser('nobody'))).toEqual([]);
    expect(await idsFor(platformPrincipal)).toEqual([shop, web]);
  });

  it('is deleted once nothing in it starts by itself, and its id is not given again', async () => {
    const { keepProjects, memberships, running } = setUp();
    running.push({ name: 'nightly' });
    expect(await keepProjects.remove(web, ann)).toEqual({ result: 'has-pipelines', pipeline: 'nightly' });
    running.pop();
    expect((await memberships.of('ann')).projects.size).toBe(1);
    expect(await keepProjects.remove(web, ann)).toMatchObject({ project: { deleted: { actor: 'ann' } } });
    expect((await memberships.of('ann')).projects.size).toBe(0);
    expect(await keepProjects.get(web)).toBeUndefined();
    expect(await keepProjects.rename(web, 'x')).toEqual({ result: 'unknown-project' });
    expect(await keepProjects.create(web, 'web', ann)).toBeUndefined();
  });

  it('default is there from the first start on, and for ever', async () => {
    const { keepProjects, projects } = setUp();
    await keepProjects.prepare();
    const first = await projects.find(defaultProject);
    await keepProjects.prepare();
    expect(await projects.find(defaultProject)).toBe(first);
    expect(await keepProjects.remove(defaultProject, platformPrincipal)).toEqual({ result: 'default-project' });
  });

  it('that others change all the time says so, and that it helps to wait', async () => {
    const { keepProjects, projects } = setUp();
    projects.replace = async () => false;
    await expect(keepProjects.rename(web, 'x')).rejects.toMatchObject({ code: 'project-busy', retry: true });
  });
});
