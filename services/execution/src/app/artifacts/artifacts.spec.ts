import { createHash } from 'node:crypto';
import { attemptIdOf, type SessionId, type StepId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { aProcess, MemoryExecutions, StoryClock } from '../engine.story.js';
import { ExpireArtifacts } from './expire-artifacts.js';
import { KeepArtifact } from './keep-artifact.js';
import { ListArtifacts } from './list-artifacts.js';
import { ArtifactFiles, Artifacts, type Expired, type KeptArtifact } from './ports.js';

const id = anExecutionId();
const attemptId = attemptIdOf(id, 'a' as StepId, 1);
const by = { v: 1, session: 'first' as SessionId, nonce: 'nonce-of-the-first' } as const;
const hour = 3_600_000;

class MemoryArtifacts extends Artifacts {
  readonly rows = new Map<string, KeptArtifact>();

  async put(artifact: KeptArtifact): Promise<void> {
    this.rows.set(artifact.id, artifact);
  }
  async of(_: unknown, now: Millis): Promise<KeptArtifact[]> {
    return [...this.rows.values()].filter(({ endsAt }) => endsAt === undefined || endsAt > now);
  }
  async named(): Promise<ReadonlySet<string>> {
    return new Set([...this.rows.values()].map(({ key }) => key));
  }
  async expired(now: Millis): Promise<Expired[]> {
    return [...this.rows.values()].filter(({ endsAt }) => endsAt !== undefined && endsAt <= now);
  }
  async forget({ id: row }: Expired): Promise<void> {
    this.rows.delete(row);
  }
}

class Removed extends ArtifactFiles {
  readonly keys: string[] = [];
  fails = false;

  async remove(key: string): Promise<void> {
    if (this.fails) throw new Error('the blob store is away');
    this.keys.push(key);
  }
}

const mark = (over: object = {}) => {
  const name = 'site';
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const { project } = aPlan([]);
  return { name, files: 2, bytes: 10, key: `${project}/artifacts/${attemptId}/${hash}`, ...over };
};

const house = async (keptMs = 0) => {
  const { writer } = aProcess(new MemoryExecutions());
  const clock = new StoryClock();
  const artifacts = new MemoryArtifacts();
  const files = new Removed();
  const plan = aPlan([aStage('s', [aStep('a')])]);
  await writer.submit(id, { type: 'create', message: { v: 1, executionId: id, plan, trigger: aTrigger() } });
  await writer.submit(id, { type: 'claim', attemptId, ...by });
  const keeping = new KeepArtifact(writer, artifacts, clock, keptMs);
  const keep = (over: object = {}) => keeping.run({ ...by, attemptId, artifact: mark(over) });
  const list = async () => (await new ListArtifacts(artifacts, clock).run({ v: 1, executionId: id })).artifacts;
  const expire = () => new ExpireArtifacts(artifacts, files, clock).run(new AbortController().signal);
  return { keeping, keep, list, expire, clock, files };
};

describe('artifacts', () => {
  it('are listed once, however often they are told, and are kept for ever where nobody says otherwise', async () => {
    const { keep, list, expire, clock } = await house();
    expect(await keep()).toEqual({ result: 'ok' });
    expect(await keep()).toEqual({ result: 'ok' });
    expect(await list()).toEqual([
      {
        ...mark(),
        id: expect.stringMatching(/^a\.1\.[0-9a-f]{12}$/),
        stepId: 'a',
        attemptId,
        keptAt: expect.anything(),
      },
    ]);
    clock.at += 10_000 * hour;
    expect([await expire(), (await list()).length]).toEqual([0, 1]);
  });

  it('that have expired are none, also before they are removed', async () => {
    const { keep, list, expire, clock, files } = await house(5 * hour);
    await keep({ expiresSeconds: 3_600 });
    clock.at += hour - 1;
    expect((await list()).length).toBe(1);
    clock.at += 1;
    expect(await list()).toEqual([]);
    expect(files.keys).toEqual([]);
    expect([await expire(), await expire()]).toEqual([1, 0]);
    expect(files.keys).toEqual([mark().key]);
  });

  it('without a time of their own have that of the platform', async () => {
    const { keep, list } = await house(5 * hour);
    await keep();
    const [{ keptAt = '', expiresAt = '' } = {}] = await list();
    expect(Date.parse(expiresAt) - Date.parse(keptAt)).toBe(5 * hour);
  });

  it('whose files could not be removed are removed the next time', async () => {
    const { keep, expire, clock, files } = await house(hour);
    await keep();
    clock.at += hour;
    files.fails = true;
    await expect(expire()).rejects.toThrow('the blob store is away');
    files.fails = false;
    expect(await expire()).toBe(1);
  });

  it('are told by who holds the attempt, and of no other attempt’s files', async () => {
    const { keeping, keep, list } = await house();
    const other = { ...by, session: 'second' as SessionId, attemptId, artifact: mark() };
    expect(await keeping.run(other)).toEqual({ result: 'fenced' });
    await expect(keep({ key: 'other/artifacts/x/y' })).rejects.toMatchObject({ code: 'bad-artifact-key' });
    await expect(keep({ name: 'another' })).rejects.toMatchObject({ code: 'bad-artifact-key' });
    expect(await list()).toEqual([]);
  });
});
