import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedStore } from './index.js';
import { RawClient } from './testing/raw-client.js';
import { temporaryDirectory } from './testing/temporary.js';

describe('the data directory of the embedded store', () => {
  let place: ReturnType<typeof temporaryDirectory>;
  const data = () => join(place.directory, 'data.mdb');

  beforeEach(() => {
    place = temporaryDirectory();
  });
  afterEach(() => {
    place.remove();
  });

  /** A store with 2,000 documents, closed again. */
  const fill = async () => {
    const store = await startEmbeddedStore({ directory: place.directory });
    const client = await RawClient.connect(store.port);
    const documents = Array.from({ length: 2000 }, (_, _id) => ({ _id, text: 'x'.repeat(500) }));
    expect(await client.command({ insert: 'c', documents, $db: 'd' })).toEqual({ n: 2000, ok: 1 });
    client.close();
    await store.close();
  };
  const countAll = async () => {
    const store = await startEmbeddedStore({ directory: place.directory });
    const client = await RawClient.connect(store.port);
    const reply = await client.command({ count: 'c', $db: 'd' });
    client.close();
    await store.close();
    return reply['n'];
  };

  it('is refused to a second server while the first one runs, and free again afterwards', async () => {
    const first = await startEmbeddedStore({ directory: place.directory });
    await expect(startEmbeddedStore({ directory: place.directory })).rejects.toMatchObject({
      code: 'store-directory-in-use',
      message: `the data directory ${place.directory} is in use by another server`,
    });
    await first.close();
    const second = await startEmbeddedStore({ directory: place.directory });
    await second.close();
  });

  it('keeps what was stored', async () => {
    await fill();
    expect(await countAll()).toBe(2000);
  });

  it('is mapped into memory once, however large it grows', async () => {
    const store = await startEmbeddedStore({ directory: place.directory });
    const client = await RawClient.connect(store.port);
    const maps = () =>
      readFileSync('/proc/self/maps', 'utf8')
        .split('\n')
        .filter(line => line.endsWith(data()));
    expect(maps()).toHaveLength(1);
    for (let part = 0; part < 8; part += 1) {
      const documents = Array.from({ length: 1000 }, (_, n) => ({ _id: part * 1000 + n, text: 'x'.repeat(500) }));
      await client.command({ insert: 'c', documents, $db: 'd' });
    }
    expect(maps()).toHaveLength(1);
    client.close();
    await store.close();
  });

  it.each([0, 100, 4096, 8192, 500_000])('reports a data file cut to %i bytes and leaves it as it is', async size => {
    await fill();
    truncateSync(data(), size);
    await expect(startEmbeddedStore({ directory: place.directory })).rejects.toMatchObject({
      code: 'store-torn',
      message: expect.stringContaining('is damaged') as unknown,
    });
    expect(statSync(data()).size).toBe(size);
  });

  it('reports a data file that is gone instead of beginning anew', async () => {
    await fill();
    const away = join(place.directory, 'elsewhere');
    copyFileSync(data(), away);
    truncateSync(data(), 0);
    await expect(startEmbeddedStore({ directory: place.directory })).rejects.toMatchObject({ code: 'store-torn' });
    copyFileSync(away, data());
    expect(await countAll()).toBe(2000);
  });

  it('reports a data file whose beginning is overwritten', async () => {
    await fill();
    writeFileSync(data(), Buffer.alloc(8192, 7), { flag: 'r+' });
    await expect(startEmbeddedStore({ directory: place.directory })).rejects.toMatchObject({ code: 'store-torn' });
  });

  it('begins anew when the very first start was cut short', async () => {
    writeFileSync(data(), '');
    expect(await countAll()).toBe(0);
  });

  it('refuses a path that cannot be a directory in one sentence', async () => {
    const file = join(place.directory, 'file');
    writeFileSync(file, '');
    await expect(startEmbeddedStore({ directory: join(file, 'store') })).rejects.toMatchObject({
      code: 'store-directory-unwritable',
      message: `the data directory ${join(file, 'store')} of the embedded store is not writable (ENOTDIR)`,
    });
  });

  it('refuses a taken port in one sentence and lets go of the directory', async () => {
    const first = await startEmbeddedStore({ directory: join(place.directory, 'first') });
    const second = { directory: join(place.directory, 'second'), port: first.port };
    await expect(startEmbeddedStore(second)).rejects.toMatchObject({
      code: 'store-port-unusable',
      message: `the embedded store cannot listen on 127.0.0.1:${first.port}: the port is taken`,
    });
    await first.close();
    const again = await startEmbeddedStore(second);
    expect(again.port).toBe(first.port);
    await again.close();
  });

  it('holds nothing but the data, the format and the locks', async () => {
    await fill();
    expect(readdirSync(place.directory).sort()).toEqual(['FORMAT', 'data.mdb', 'lock.mdb', 'server.lock']);
    expect(existsSync(data())).toBe(true);
  });
});
