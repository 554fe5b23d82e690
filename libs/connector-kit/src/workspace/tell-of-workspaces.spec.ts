import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bus, BusMessage } from '@switchyard/bus';
import {
  type AttemptId,
  type ExecutionId,
  type ListWorkspacesReply,
  type Pool,
  type RemoveWorkspaceReply,
  rpc,
} from '@switchyard/contracts';
import { Workspaces } from '../workspaces.js';
import { tellOfWorkspaces } from './tell-of-workspaces.js';

const [older, newer] = ['01m84ywyccwh2egkrpyg85s86c', '01m84ywyccwh2egkrpyg85s86d'] as [ExecutionId, ExecutionId];
const ownOf = (id: ExecutionId) => `${id}.alone.1` as AttemptId;

describe('what a machine tells of its workspaces', () => {
  let folder: string;
  let workspaces: Workspaces;
  const running: AttemptId[] = [];
  const asked = new Map<string, (message: BusMessage) => Promise<object>>();
  const bus: Pick<Bus, 'answerAll'> = {
    answerAll: (subject, answer) => {
      asked.set(subject, answer);
      return { stop: () => void asked.delete(subject) };
    },
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-tell-'));
    workspaces = await Workspaces.open(folder);
    const release = (id: ExecutionId) => workspaces.remove(id);
    tellOfWorkspaces(bus, { worker: { type: 'shell', running, release }, workspaces, pool: 'default' as Pool });
  });
  afterEach(() => {
    running.length = 0;
    rmSync(folder, { recursive: true });
  });

  const ask = async <Reply>(subject: string, body: object): Promise<Reply> => {
    const message = { json: () => body } as BusMessage;
    return (await asked.get(subject)?.(message)) as Reply;
  };
  const list = async (body: object) => (await ask<ListWorkspacesReply>(rpc.workspace.list, body)).workspaces;
  const remove = (executionId: string) => ask<RemoveWorkspaceReply>(rpc.workspace.remove, { v: 1, executionId });

  const fill = async (id: ExecutionId) => {
    const path = await workspaces.make(id);
    mkdirSync(join(path, 'deep'));
    writeFileSync(join(path, 'deep/file'), 'x'.repeat(1_000));
    symlinkSync('/', join(path, 'root'));
    writeFileSync(join(await workspaces.makeOwn(id, ownOf(id)), 'own'), 'abc');
  };

  it('is each folder with what lies in it, the newest execution first, and follows no link', async () => {
    await fill(older);
    await workspaces.make(newer);
    expect(await list({ v: 1, limit: 10 })).toEqual([
      { executionId: newer, files: 0, bytes: 0 },
      { executionId: older, files: 1, bytes: 1_000 },
      { executionId: older, attemptId: ownOf(older), files: 1, bytes: 3 },
    ]);
    expect(await list({ v: 1, executionId: newer })).toEqual([{ executionId: newer, files: 0, bytes: 0 }]);
    expect(await list({ v: 1, limit: 1 })).toHaveLength(1);
  });

  it('is gone when it is told to remove it, and the same again removes nothing', async () => {
    await fill(older);
    expect(await remove(older)).toMatchObject({ connector: 'shell', result: 'removed', bytes: 1_003 });
    expect(existsSync(join(folder, 'workspaces', older))).toBe(false);
    expect(await remove(older)).toMatchObject({ result: 'nothing', bytes: 0 });
  });

  it('stays where a step of it runs', async () => {
    await fill(older);
    running.push(`${older}.build.1` as AttemptId);
    expect(await remove(older)).toMatchObject({ result: 'in-use', bytes: 0 });
    expect(await list({ v: 1 })).toHaveLength(2);
  });

  it('is nothing for what names no execution', async () => {
    for (const name of ['..', '../../etc', '', 'x'.repeat(100_000)])
      await expect(remove(name)).rejects.toThrow('it names no execution');
    await expect(list({ v: 1, executionId: '../..' })).rejects.toThrow('it names no execution');
  });

  it('has no numbers when there is no time to count', async () => {
    await fill(older);
    expect(await workspaces.weigh(join(folder, 'workspaces', older), performance.now() - 1)).toEqual({});
  });
});
