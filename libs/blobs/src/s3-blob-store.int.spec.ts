import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { allOf, itIsABlobStore, stream } from './blob-store.story.js';
import type { BlobStore } from './blob-store.js';
import { openBlobStore } from './open-blob-store.js';
import { Uploads } from './s3-uploads.story.js';

describe('blobs in a bucket of S3', () => {
  let directory: string;
  let server: S3rver;
  let uploads: Uploads;
  let url: string;
  let store: BlobStore;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'yard-s3-'));
    const configureBuckets = [{ name: 'yard-blobs', configs: [] }];
    server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory,
      configureBuckets,
      // Its own idea of a listing's path leaves out a slash that the client signs.
      allowMismatchedSignatures: true,
    });
    uploads = new Uploads(join(directory, 'yard-blobs'));
    server.middleware.unshift(uploads.answer);
    const { port } = await server.run();
    // What the server knows its one user by.
    process.env.AWS_ACCESS_KEY_ID = 'S3RVER';
    process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
    url = `s3://yard-blobs/some/prefix?endpoint=http://127.0.0.1:${port}&region=eu-central-1`;
    store = await openBlobStore(url);
  });
  afterAll(async () => {
    await store.close();
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  itIsABlobStore(
    () => store,
    async () => uploads.all().length,
  );

  it('lie below their prefix', async () => {
    await store.put('mine/key', stream('x'));
    const whole = await openBlobStore(url.replace('/some/prefix', ''));
    expect((await allOf(whole.list('some/prefix/mine/'))).map(({ key }) => key)).toEqual(['some/prefix/mine/key']);
    await whole.close();
  });

  it('end with a fault when the bucket or the server is away', async () => {
    const unavailable = { code: 'blob-store-unavailable', retry: true };
    const none = await openBlobStore(url.replace('yard-blobs', 'no-such-bucket'));
    await expect(none.put('p/x', stream('x'))).rejects.toMatchObject(unavailable);
    const away = await openBlobStore(url.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'));
    await expect(away.put('p/x', stream('x'))).rejects.toMatchObject(unavailable);
    await expect(away.get('p/x')).rejects.toMatchObject(unavailable);
    for (const one of [none, away]) await one.close();
  });
});
