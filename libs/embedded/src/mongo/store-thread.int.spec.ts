import { Fault } from '@switchyard/kernel';
import mongoose from 'mongoose';
import { pathToFileURL } from 'node:url';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStoreThread } from './store-thread.js';
import { temporaryDirectory } from './testing/temporary.js';

const written = async (uri: string, _id: number) => {
  const connection = await mongoose.createConnection(uri, { dbName: 'd' }).asPromise();
  try {
    await connection.collection<{ _id: number }>('c').insertOne({ _id });
    return await connection.collection('c').countDocuments();
  } finally {
    await connection.close();
  }
};

describe('a store in a thread', () => {
  let place: ReturnType<typeof temporaryDirectory>;

  beforeEach(() => {
    place = temporaryDirectory();
  });

  afterEach(() => place.remove());

  it('keeps what was written, and lets go of its directory when it is closed', async () => {
    const { directory } = place;
    const first = await startStoreThread({ directory });
    expect(await written(first.uri, 1)).toBe(1);
    await first.close();
    const second = await startStoreThread({ directory });
    expect(await written(second.uri, 2)).toBe(2);
    await second.close();
  });

  it('says why it cannot start', async () => {
    const { directory } = place;
    const first = await startStoreThread({ directory });
    const refused = await startStoreThread({ directory }).catch((error: unknown) => error);
    await first.close();
    expect(refused).toBeInstanceOf(Fault);
    expect((refused as Fault).code).toBe('store-directory-in-use');
  });

  it('says why it cannot start also when its thread leaves with its last word', async () => {
    const { directory } = place;
    const entry = join(directory, 'worker.mjs');
    const refused = { code: 'store-torn', message: 'torn', blame: 'platform', retry: false, suggestions: [] };
    writeFileSync(
      entry,
      `import { parentPort } from 'node:worker_threads';
       parentPort.postMessage({ refused: ${JSON.stringify(refused)} });
       process.exit();`,
    );
    const starting = Array.from({ length: 20 }, () => startStoreThread({ directory }, pathToFileURL(entry)));
    const refusals = (await Promise.allSettled(starting)).map(
      one => one.status === 'rejected' && (one.reason as Fault),
    );
    expect(refusals.map(refusal => refusal && refusal.code)).toEqual(starting.map(() => 'store-torn'));
  });

  it('says that it has ended, and not where it was asked to', async () => {
    const { directory } = place;
    const entry = join(directory, 'worker.mjs');
    writeFileSync(
      entry,
      `import { parentPort } from 'node:worker_threads';
       parentPort.postMessage({ uri: 'mongodb://127.0.0.1:1', port: 1 });
       setImmediate(() => { throw new Error('out of memory'); });`,
    );
    const store = await startStoreThread({ directory }, pathToFileURL(entry));
    const fault = await store.broken;
    expect([fault.code, fault.message]).toEqual(['store-ended', expect.stringContaining('out of memory')]);
  });
});
