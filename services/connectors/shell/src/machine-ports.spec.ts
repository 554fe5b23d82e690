import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MachinePorts, portsIn } from './machine-ports.js';

/** Begins where nobody on this machine is likely to be. */
const range = (ports: number) => ({ first: 31_000, last: 30_999 + ports });

describe('ports of a machine', () => {
  let folder: string;
  const servers: Server[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yard-ports-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Another one is another connector of this machine. */
  const ports = (most = 200) => new MachinePorts(range(most), join(folder, 'taken'));
  const attempt = (name: string) => {
    const directory = join(folder, 'journal', name);
    mkdirSync(directory, { recursive: true });
    return directory;
  };
  const listenOn = async (port: number, host: string): Promise<number> => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    return (server.address() as AddressInfo).port;
  };
  const http = [{ name: 'http' }];

  it('are one for each attempt, also where several connectors give them at once', async () => {
    const connectors = [ports(), ports(), ports()];
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        connectors[index % 3]?.take([{ name: 'a' }, { name: 'b' }], attempt(`a${index}`)),
      ),
    );
    const numbers = all.flatMap(notes => notes?.map(one => one.port) ?? []);
    expect(new Set(numbers).size).toBe(120);
    expect(numbers.every(one => one >= 31_000 && one < 31_200)).toBe(true);
  });

  it('stay those of an attempt for who asks again, and nobody else is given them', async () => {
    const first = await ports(1).take(http, attempt('a'));
    expect(await ports(1).take(http, attempt('a'))).toEqual(first);
    expect(portsIn(attempt('a'))).toEqual(first);
    await expect(ports(1).take(http, attempt('b'))).rejects.toMatchObject({ code: 'no-port-free', blame: 'platform' });
  });

  it('are free again when the folder of their attempt is gone', async () => {
    const [first] = await ports(1).take(http, attempt('a'));
    rmSync(attempt('a'), { recursive: true });
    expect((await ports(1).take(http, attempt('b')))[0]?.port).toBe(first?.port);
    rmSync(attempt('b'), { recursive: true });
    await ports().take([{ name: 'http', port: 31_100 }], attempt('c'));
    expect(readdirSync(join(folder, 'taken'))).toEqual(['31100']);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::'])('are never those that a program listens on at %s', async host => {
    for (const port of [31_000, 31_001]) await listenOn(port, host);
    expect((await ports(3).take(http, attempt('a')))[0]?.port).toBe(31_002);
    await expect(ports(2).take(http, attempt('b'))).rejects.toMatchObject({ code: 'no-port-free' });
  });

  it('may be named, and are then had by one alone, whoever chooses from the range', async () => {
    const named = [{ name: 'any' }, { name: 'http', port: 31_001 }];
    const notes = await ports(2).take(named, attempt('a'));
    expect(notes.map(({ name, port }) => [name, port])).toEqual([
      ['any', 31_000],
      ['http', 31_001],
    ]);
    const again = ports(2).take([{ name: 'http', port: 31_001 }], attempt('b'));
    await expect(again).rejects.toMatchObject({ code: 'port-taken', blame: 'platform', retry: true });
    const busy = await listenOn(0, '127.0.0.1');
    const other = ports(2).take([{ name: 'http', port: busy }], attempt('c'));
    await expect(other).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`${busy}`) as string,
    });
  });

  it('are asked for by nobody who wants none', async () => {
    expect(await ports().take([], attempt('a'))).toEqual([]);
    expect(readdirSync(folder)).toEqual(['journal']);
  });

  it('outlive who gave them in the middle of giving', async () => {
    mkdirSync(join(folder, 'taken'), { mode: 0o700 });
    symlinkSync(attempt('a'), join(folder, 'taken', '31000'));
    // No process of this time: the first one began later.
    writeFileSync(join(folder, 'taken', 'lock'), '1 0');
    expect((await ports(2).take(http, attempt('b')))[0]?.port).toBe(31_001);
    expect((await ports(2).take([{ name: 'x', port: 31_000 }], attempt('a')))[0]?.port).toBe(31_000);
  });

  it('are given by no folder that others may write', async () => {
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'taken'));
    await expect(ports().take(http, attempt('a'))).rejects.toMatchObject({ code: 'bad-ports-folder' });
    rmSync(join(folder, 'taken'));
    mkdirSync(join(folder, 'taken'));
    chmodSync(join(folder, 'taken'), 0o777);
    await expect(ports().take(http, attempt('a'))).rejects.toMatchObject({ code: 'bad-ports-folder' });
  });
});
