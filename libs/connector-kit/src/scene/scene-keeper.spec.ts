import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId, ExecutionId, Grant, StepId } from '@switchyard/contracts';
import { Connector, type Ending, type Footing, type Place, type RunningAttempt } from '../connector.js';
import { Workspaces } from '../workspaces.js';
import { SceneKeeper } from './scene-keeper.js';

const executionId = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const attemptId = `${executionId}.test.1` as AttemptId;
const grant = {
  executionId,
  attemptId,
  stepId: 'test' as StepId,
  secretNames: ['TOKEN'],
  environment: { MODE: 'ci', TOKEN: 'hunter2-hunter2' },
} as unknown as Grant;
const failed: Ending = { kind: 'exited', exitCode: 3, failure: 'user', startedAt: 0, finishedAt: 1, droppedBytes: 0 };

class EndsAt extends Connector {
  readonly type = 'shell';
  constructor(private readonly ending: Ending) {
    super();
  }
  async start(): Promise<RunningAttempt> {
    return { outcome: async () => this.ending } as unknown as RunningAttempt;
  }
  async adopt(): Promise<undefined> {
    return undefined;
  }
  override async footing({ environment }: Grant, { workspace }: Place): Promise<Footing> {
    return { directory: workspace, environment };
  }
}

describe('the scene of a step', () => {
  let data: string;
  let workspaces: Workspaces;
  let workspace: string;
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'yard-scenes-'));
    workspaces = await Workspaces.open(data);
    workspace = await workspaces.make(executionId);
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  const scenes = () => `${join(data, 'workspaces', executionId)}.scenes`;
  const kept = async (ending: Ending, where = workspace) => {
    const attempt = await new SceneKeeper(new EndsAt(ending)).start(grant, { directory: data, workspace: where });
    expect(await attempt.outcome()).toBe(ending);
    return existsSync(scenes()) ? readdirSync(scenes()) : [];
  };

  it('is kept when it failed, without its secrets, for its user alone', async () => {
    expect(await kept(failed)).toEqual([`${attemptId}.json`]);
    const path = join(scenes(), `${attemptId}.json`);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text)).toMatchObject({ workspace, environment: { MODE: 'ci' }, withheld: ['TOKEN'] });
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('is beside the shared workspace, also where the step had its own', async () => {
    expect(await kept(failed, await workspaces.makeOwn(executionId, attemptId))).toEqual([`${attemptId}.json`]);
  });

  it.each<[string, Ending]>([
    ['succeeded', { kind: 'exited', exitCode: 0, startedAt: 0, finishedAt: 1, droppedBytes: 0 }],
    ['was cancelled', { ...failed, kind: 'cancelled', failure: 'cancelled' }],
    ['is somebody else’s now', { ...failed, kind: 'fenced', failure: 'platform' }],
    ['never began', { ...failed, begun: false }],
  ])('is not kept when it %s', async (_, ending) => expect(await kept(ending)).toEqual([]));

  it('goes with the workspace, which stays while somebody holds it', async () => {
    await kept(failed);
    const holdUntil = (until: number) =>
      writeFileSync(
        join(data, 'workspaces', `${executionId}.hold`),
        JSON.stringify({ v: 1, attemptId, until, pid: 1 }),
      );
    holdUntil(Date.now() + 60_000);
    await workspaces.remove(executionId);
    expect([existsSync(workspace), await workspaces.list()]).toEqual([true, [executionId]]);
    holdUntil(Date.now() - 1);
    await workspaces.remove(executionId);
    expect(readdirSync(join(data, 'workspaces'))).toEqual([]);
  });

  it('is named to the platform until all of it is gone', async () => {
    mkdirSync(scenes());
    await workspaces.remove(executionId);
    expect(await workspaces.list()).toEqual([]);
  });
});
