import type {
  ExecutionId,
  ListWorkspacesAnswer,
  ListWorkspacesReply,
  RemoveWorkspacesAnswer,
  WorkspaceView,
} from '@switchyard/contracts';
import type { WorkspaceFilter, Workspaces } from './ports.js';

/** Brings together what lies on machines and the executions it is of. */
export class LookAtWorkspaces {
  constructor(private readonly workspaces: Workspaces) {}

  /** Those of the newest executions first. What is of no execution any more is left out: it is about to go. */
  async list({ executionId, project, limit }: WorkspaceFilter): Promise<ListWorkspacesAnswer> {
    const { replies, silent } = await this.workspaces.list(executionId === undefined ? {} : { executionId });
    const ids = [...new Set(replies.flatMap(reply => reply.workspaces.map(one => one.executionId)))];
    const standings = ids.length > 0 ? await this.workspaces.standings(ids) : [];
    const known = new Map(standings.map(one => [one.executionId, one]));
    const all = replies.flatMap(reply =>
      foldersOf(reply).flatMap(folder => {
        const standing = known.get(folder.executionId);
        const isWanted = standing && (project === undefined || standing.project === project);
        return isWanted ? [{ ...folder, ...standing }] : [];
      }),
    );
    return { workspaces: all.sort(byAge).slice(0, limit), silent };
  }

  async remove(id: ExecutionId): Promise<RemoveWorkspacesAnswer> {
    const { replies, silent } = await this.workspaces.remove(id);
    const count = (result: string) => replies.filter(reply => reply.result === result).length;
    const bytes = replies.reduce((sum, reply) => sum + reply.bytes, 0);
    return { removed: count('removed'), bytes, inUse: count('in-use'), silent };
  }
}

const foldersOf = ({ connector, pool, host, workspaces }: ListWorkspacesReply) =>
  workspaces.map(facts => ({ ...facts, connector, pool, host }));

const byAge = (a: WorkspaceView, b: WorkspaceView): number =>
  b.executionId.localeCompare(a.executionId) || (a.attemptId ?? '').localeCompare(b.attemptId ?? '');
