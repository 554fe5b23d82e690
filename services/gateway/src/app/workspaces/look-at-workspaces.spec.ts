import type {
  ExecutionId,
  ListWorkspacesReply,
  Pool,
  ProjectId,
  RemoveWorkspaceReply,
  WorkspaceStanding,
} from '@switchyard/contracts';
import { LookAtWorkspaces } from './look-at-workspaces.js';
import { type Gathered, Workspaces } from './ports.js';

const [first, second, unknown] = [
  '01m84ywyccwh2egkrpyg85s86c',
  '01m84ywyccwh2egkrpyg85s86d',
  '01m84ywyccwh2egkrpyg85s86e',
] as [ExecutionId, ExecutionId, ExecutionId];
const standing = (executionId: ExecutionId, project: string): WorkspaceStanding => ({
  ...{ executionId, project: project as ProjectId, pipelineName: 'web', status: 'failed' as const },
  keptUntil: '2026-11-23T13:30:04.000Z',
});

class Machines extends Workspaces {
  removals: RemoveWorkspaceReply[] = [];

  async list(): Promise<Gathered<ListWorkspacesReply>> {
    const of = (host: string, ...ids: ExecutionId[]): ListWorkspacesReply => ({
      ...{ connector: 'shell' as const, pool: 'default' as Pool, host },
      workspaces: ids.map(executionId => ({ executionId, files: 1, bytes: 10 })),
    });
    return { replies: [of('one', first, unknown), of('two', second, first)], silent: 1 };
  }

  async remove(): Promise<Gathered<RemoveWorkspaceReply>> {
    return { replies: this.removals, silent: 0 };
  }

  async standings(ids: ExecutionId[]): Promise<WorkspaceStanding[]> {
    return [standing(first, 'shop'), standing(second, 'other')].filter(one => ids.includes(one.executionId));
  }
}

describe('workspaces on machines', () => {
  const machines = new Machines();
  const looking = new LookAtWorkspaces(machines);

  it('are told with their executions, the newest first, and without those of nobody', async () => {
    const { workspaces, silent } = await looking.list({ limit: 10 });
    expect(workspaces.map(one => [one.executionId, one.host])).toEqual([
      [second, 'two'],
      [first, 'one'],
      [first, 'two'],
    ]);
    expect(workspaces[0]).toMatchObject({ project: 'other', keptUntil: '2026-11-23T13:30:04.000Z', bytes: 10 });
    expect(silent).toBe(1);
  });

  it('are those of one project, where one is asked for, and no more than that many', async () => {
    const { workspaces } = await looking.list({ limit: 1, project: 'shop' as ProjectId });
    expect(workspaces.map(one => one.host)).toEqual(['one']);
  });

  it('are counted when they are removed', async () => {
    const one = { connector: 'shell' as const, host: 'one' };
    machines.removals = [
      { ...one, result: 'removed', bytes: 10 },
      { ...one, result: 'removed', bytes: 5 },
      { ...one, result: 'nothing', bytes: 0 },
      { ...one, result: 'in-use', bytes: 0 },
    ];
    expect(await looking.remove(first)).toEqual({ removed: 2, bytes: 15, inUse: 1, silent: 0 });
  });
});
