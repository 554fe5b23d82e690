import { hostname } from 'node:os';
import type { Bus, Subscription } from '@switchyard/bus';
import {
  type ListWorkspaces,
  type ListWorkspacesReply,
  mostWorkspaces,
  partsOfAttempt,
  type Pool,
  type RemoveWorkspace,
  type RemoveWorkspaceReply,
  rpc,
} from '@switchyard/contracts';
import { Fault, isSortableId, type Millis } from '@switchyard/kernel';
import type { Worker } from '../worker.js';
import type { Workspaces } from '../workspaces.js';

/** Who asks does not wait for longer. */
const countWithinMs: Millis = 1_500;

export interface Teller {
  worker: Pick<Worker, 'type' | 'running' | 'release'>;
  workspaces: Workspaces;
  pool: Pool;
}

/** Answers, for this machine, which workspaces lie here, and removes them when it is asked to. */
export const tellOfWorkspaces = (bus: Pick<Bus, 'answerAll'>, teller: Teller): Subscription => {
  const listing = bus.answerAll(rpc.workspace.list, message => list(teller, message.json()));
  const removing = bus.answerAll(rpc.workspace.remove, message => remove(teller, message.json()));
  return {
    stop: () => {
      listing.stop();
      removing.stop();
    },
  };
};

const bad = (): Fault =>
  new Fault({ code: 'bad-message', message: 'it names no execution', blame: 'platform', retry: false });

const list = async (
  { worker, workspaces, pool }: Teller,
  { executionId, limit }: Partial<ListWorkspaces>,
): Promise<ListWorkspacesReply> => {
  if (executionId !== undefined && !isSortableId(executionId)) throw bad();
  const most = typeof limit === 'number' && limit >= 1 ? Math.min(limit, mostWorkspaces) : mostWorkspaces;
  const until = performance.now() + countWithinMs;
  const here = (await workspaces.folders(executionId)).slice(0, most);
  const found: ListWorkspacesReply['workspaces'] = [];
  for (const { path, ...facts } of here) found.push({ ...facts, ...(await workspaces.weigh(path, until)) });
  return { connector: worker.type, pool, host: hostname(), workspaces: found };
};

const remove = async (
  { worker, workspaces }: Teller,
  { executionId }: Partial<RemoveWorkspace>,
): Promise<RemoveWorkspaceReply> => {
  if (executionId === undefined || !isSortableId(executionId)) throw bad();
  const facts = { connector: worker.type, host: hostname() };
  if (worker.running.some(id => partsOfAttempt(id)?.executionId === executionId))
    return { ...facts, result: 'in-use', bytes: 0 };
  const here = await workspaces.folders(executionId);
  const until = performance.now() + countWithinMs;
  const weights = await Promise.all(here.map(({ path }) => workspaces.weigh(path, until)));
  // Also where there is no folder any more: notes of what is kept for other machines may be left.
  await worker.release(executionId);
  const bytes = weights.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
  return { ...facts, result: here.length > 0 ? 'removed' : 'nothing', bytes };
};
