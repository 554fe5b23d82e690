import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import S3rver from '@20minutes/s3rver';
import { type BlobStore, openBlobStore } from '@switchyard/blobs';
import { StreamKeeper } from '@switchyard/bus';
import { attemptIdOf, type ExecutionId, type SessionId, type StepId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { openStore, type Store } from '@switchyard/store';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { startTestStore, TestBus } from '@switchyard/testkit/servers';
import { KeepArtifact } from '../app/artifacts/keep-artifact.js';
import { SweepBlobs } from '../app/blobs/sweep-blobs.js';
import { Committed, ExecutionWriter } from '../app/execution-writer.js';
import { MongoArtifacts } from './mongo-artifacts.js';
import { MongoExecutions } from './mongo-executions.js';
import { StoredBlobs } from './stored-blobs.js';

class Nobody extends Committed {
  tell(): void {
    // Nobody listens.
  }
}

const hour: Millis = 3_600_000;
const rules = { keptMs: 48 * hour, workspaceKeptMs: hour };
const by = { v: 1, session: 'first' as SessionId, nonce: 'nonce-of-the-first' } as const;
const attemptOf = (id: ExecutionId) => attemptIdOf(id, 'a' as StepId, 1);
const artifactOf = (id: ExecutionId, name: string) =>
  `default/artifacts/${attemptOf(id)}/${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
const workspaceOf = (id: ExecutionId) => `default/workspaces/${id}`;

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

/** Opens a store, and says how to close all of it. */
const stores: Record<string, (folder: string) => Promise<{ blobs: BlobStore; close: () => Promise<unknown> }>> = {
  'a folder': async folder => ({
    blobs: await openBlobStore(pathToFileURL(folder).href),
    close: async () => undefined,
  }),
  'the bus': async () => {
    const server = await TestBus.start();
    const bus = await server.as('execution');
    await new StreamKeeper(bus).ensureBucket('BLOBS');
    return { blobs: await openBlobStore('nats:BLOBS', { bus }), close: () => server.stop() };
  },
  'a bucket of S3': async directory => {
    [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY] = ['S3RVER', 'S3RVER'];
    const configureBuckets = [{ name: 'yard-blobs', configs: [] }];
    const place = { port: 0, address: '127.0.0.1', directory, configureBuckets };
    const server = new S3rver({ ...place, silent: true, allowMismatchedSignatures: true });
    const { port } = await server.run();
    return {
      blobs: await openBlobStore(`s3://yard-blobs?endpoint=http://127.0.0.1:${port}`),
      close: () => server.close(),
    };
  },
};

describe('blobs that no record names', () => {
  let records: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let executions: MongoExecutions;
  let artifacts: MongoArtifacts;
  let known = 0;
  beforeAll(async () => {
    records = await startTestStore();
    store = await openStore({ uri: records.uri, database: 'switchyard', service: 'execution' });
    [executions, artifacts] = [new MongoExecutions(store.connection), new MongoArtifacts(store.connection)];
    await store.ensureIndexes();
  });
  afterAll(async () => {
    await store.close();
    await records.stop();
  });

  /** A step that runs since `ago`, and is lost when it is told so. */
  const running = async (ago: Millis) => {
    const clock = { now: () => Date.now() - ago, monotonic: () => performance.now() };
    const writer = new ExecutionWriter(executions, new Nobody(), clock, () => 0);
    const id = anExecutionId((known += 1));
    const plan = aPlan([aStage('s', [aStep('a')])]);
    await writer.submit(id, { type: 'create', message: { v: 1, executionId: id, plan, trigger: aTrigger() } });
    await writer.submit(id, { type: 'claim', attemptId: attemptOf(id), ...by });
    const artifact = (name: string) => ({ name, files: 1, bytes: 1, key: artifactOf(id, name) });
    const keeping = new KeepArtifact(writer, artifacts, clock, hour);
    return {
      id,
      tell: (name: string) => keeping.run({ ...by, attemptId: attemptOf(id), artifact: artifact(name) }),
      lose: () => writer.submit(id, { type: 'lose', attemptId: attemptOf(id), session: by.session, reason: 'gone' }),
    };
  };

  describe.each(Object.keys(stores))('in %s', kind => {
    let folder: string;
    let blobs: BlobStore;
    let close: () => Promise<unknown>;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yard-swept-'));
      ({ blobs, close } = await (stores[kind] as (typeof stores)[string])(folder));
    });
    afterEach(async () => {
      for (const key of await keys()) await blobs.remove(key);
    });
    afterAll(async () => {
      await blobs.close();
      await close();
      rmSync(folder, { recursive: true, force: true });
    });

    const keys = async () => {
      const all: string[] = [];
      for await (const key of blobs.keys('')) all.push(key);
      return all.toSorted();
    };
    const put = async (...all: string[]) => {
      for (const key of all) await blobs.put(key, bytes('12345'));
    };
    const sweep = (later: Millis) => {
      const clock = { now: () => Date.now() + later, monotonic: () => performance.now() };
      return new SweepBlobs(new StoredBlobs(blobs), artifacts, executions, clock, rules).run(
        new AbortController().signal,
      );
    };
    const nothing = { artifact: 0, workspace: 0, bytes: 0, unfinished: 0, unknown: 0 };

    it('go when their attempt was lost long ago; those that were told of stay, with all else', async () => {
      const step = await running(0);
      const [told, untold] = [artifactOf(step.id, 'told'), artifactOf(step.id, 'untold')];
      const others = ['default/caches/trusted/files/a.b/x', 'somebody/else', `${told}/files`, `${told}/list`];
      const left = [`${untold}/files`, `${untold}/list`, `${workspaceOf(step.id)}/packs/x`];
      await put(...others, ...left);
      await step.tell('told');
      expect((await step.lose()).ok).toBe(true);
      expect(await sweep(47 * hour)).toEqual(nothing);
      expect(await keys()).toEqual([...others, ...left].toSorted());
      // What a failed execution left to be looked at has its time first.
      expect(await sweep(48.5 * hour)).toEqual({ ...nothing, artifact: 2, bytes: 10 });
      expect(await sweep(49.5 * hour)).toEqual({ ...nothing, workspace: 1, bytes: 5 });
      expect(await keys()).toEqual(others.toSorted());
      expect(await sweep(49.5 * hour)).toEqual(nothing);
    });

    it('stay while their execution goes on, however old they are', async () => {
      const { id, lose } = await running(0);
      await put(`${artifactOf(id, 'untold')}/files`, `${workspaceOf(id)}/packs/x`);
      expect(await sweep(10_000 * hour)).toEqual(nothing);
      await lose();
      expect(await sweep(10_000 * hour)).toMatchObject({ artifact: 1, workspace: 1 });
    });

    it('are not taken from one who was given up and still sends', async () => {
      const { id, lose } = await running(100 * hour);
      await lose();
      const [files, pack] = [`${artifactOf(id, 'late')}/files`, `${workspaceOf(id)}/packs/late`];
      const goOn = Promise.withResolvers<void>();
      const sending = blobs.put(
        files,
        (async function* () {
          yield Buffer.alloc(1_000_000);
          await goOn.promise;
          yield Buffer.from('the end');
        })(),
      );
      await put(pack);
      expect(await sweep(0)).toEqual(nothing);
      goOn.resolve();
      expect(await sending).toMatchObject({ bytes: 1_000_007 });
      expect(await sweep(0)).toEqual(nothing);
      let read = 0;
      for await (const part of (await blobs.get(files))?.body ?? []) read += part.length;
      expect([read, await keys()]).toEqual([1_000_007, [files, pack].toSorted()]);
      expect(await sweep(49 * hour)).toEqual({ ...nothing, artifact: 1, workspace: 1, bytes: 1_000_012 });
    });

    it('of executions that the store does not know are left alone, and counted', async () => {
      const id = anExecutionId(1_000_000);
      await put(`${artifactOf(id, 'x')}/files`, `${workspaceOf(id)}/deltas/x`);
      expect(await sweep(10_000 * hour)).toEqual({ ...nothing, unknown: 2 });
      expect(await keys()).toHaveLength(2);
    });

    if (kind === 'a folder') {
      it('go all, also where they are more than one page', async () => {
        const { id, lose } = await running(0);
        await lose();
        await Promise.all(Array.from({ length: 510 }, (_, n) => put(`${workspaceOf(id)}/packs/${n}`)));
        expect(await sweep(100 * hour)).toMatchObject({ workspace: 510, bytes: 5 * 510 });
        expect(await keys()).toEqual([]);
      });

      it('of which one is damaged: the others go', async () => {
        const { id, lose } = await running(0);
        await lose();
        await put(...['cut', 'whole'].map(name => `${workspaceOf(id)}/packs/${name}`));
        truncateSync(join(folder, `${workspaceOf(id)}/packs/cut~`), 3);
        expect(await sweep(100 * hour)).toMatchObject({ workspace: 1 });
        expect(readdirSync(join(folder, `${workspaceOf(id)}/packs`))).toEqual(['cut~']);
      });
    }
  });
});
