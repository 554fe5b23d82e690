import { Bucket, type Bus, StreamKeeper } from '@switchyard/bus';
import { TestBus } from '@switchyard/testkit/servers';
import { allOf, itIsABlobStore, stream } from './blob-store.story.js';
import type { BlobStore } from './blob-store.js';
import { openBlobStore } from './open-blob-store.js';

describe('blobs on the bus', () => {
  let server: TestBus;
  let bus: Bus;
  let store: BlobStore;
  beforeAll(async () => {
    server = await TestBus.start();
    const keeper = new StreamKeeper(await server.as('execution'));
    await keeper.ensureStreams();
    for (const name of ['BLOBS', 'BLOBS']) await keeper.ensureBucket(name);
    bus = await server.as('connector-shell');
    store = await openBlobStore('nats:BLOBS', { bus });
  });
  afterAll(() => server.stop());

  itIsABlobStore(
    () => store,
    async () => {
      const bucket = new Bucket(bus, 'BLOBS');
      const ids = new Set((await bucket.names('c.')).map(name => name.split('.')[1]));
      for (const name of await bucket.names('m.')) {
        const kept = await bucket.last(name);
        if (kept) ids.delete((JSON.parse(Buffer.from(kept.data).toString()) as { id: string }).id);
      }
      return ids.size;
    },
  );

  it('are the same for each who may keep them, and survive a restart', async () => {
    await store.put('shared/key', stream('from here'));
    await server.restart();
    for (const user of ['gateway', 'execution']) {
      const got = await (await openBlobStore('nats:BLOBS', { bus: await server.as(user) })).get('shared/key');
      expect(Buffer.concat(await allOf(got?.body ?? stream())).toString()).toBe('from here');
    }
  });

  it('leave no messages behind', async () => {
    await store.put('left/key', stream('x'.repeat(1_000_000)));
    await store.put('left/key', stream('y'));
    await store.remove('left/key');
    for (const { key } of await allOf(store.list(''))) await store.remove(key);
    expect(await new Bucket(bus, 'BLOBS').names('')).toEqual([]);
  });

  it('are not there for a bucket that nobody made, nor without a bus', async () => {
    const none = await openBlobStore('nats:NONE', { bus });
    await expect(none.put('p/x', stream('x'))).rejects.toMatchObject({ code: 'blob-store-unavailable' });
    await expect(openBlobStore('nats:BLOBS')).rejects.toMatchObject({ code: 'bad-blobs-url' });
  });

  it('end with a fault when the bus is away', async () => {
    await server.stop();
    await expect(store.put('p/x', stream('x'))).rejects.toMatchObject({ code: 'blob-store-unavailable', retry: true });
  });
});
