import { createHash, randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@switchyard/kernel';
import { decrypt, encrypt, keyBytes } from '@switchyard/kernel/sealed';
import { MasterKeys, type Wrapped } from '../app/ports.js';

interface Master {
  id: string;
  bytes: Buffer;
}

/**
 * The master key is a file of 32 bytes that only its user may read. Beside it lie, during a rotation, the next one
 * (`.next`) and after it the one before (`.old`). Files are read each time: several processes may share them.
 */
export class FileMasterKeys extends MasterKeys {
  constructor(private readonly path: string) {
    super();
  }

  /**
   * Looks whether the file can be used; makes it when it is not there and may be made.
   * @throws Fault `bad-master-key`
   */
  async prepare(mayMake: boolean): Promise<void> {
    await this.all();
    if (mayMake && !(await this.now())) await makeOnce(this.path);
    if (!(await this.now())) throw unusable(this.path, 'is not there');
  }

  async wrap(key: Uint8Array, about: string): Promise<Wrapped> {
    const master = await this.now();
    if (!master) throw noKey(this.path);
    return { master: master.id, box: encrypt(master.bytes, about, key).toString('base64') };
  }

  async unwrap({ master: id, box }: Wrapped, about: string): Promise<Uint8Array> {
    const master = (await this.all()).find(one => one.id === id);
    if (!master) throw noKey(this.path);
    return decrypt(master.bytes, about, Buffer.from(box, 'base64'));
  }

  async rotate(rewrapAll: (master: string) => Promise<void>): Promise<void> {
    await makeOnce(this.next);
    const master = await this.now();
    if (!master) throw noKey(this.path);
    await rewrapAll(master.id);
    // Whoever took up the old one just before there was a new one may still write with it: it stays one turn longer.
    await rm(this.old, { force: true });
    await link(this.path, this.old).catch(ignoreMissing);
    await rename(this.next, this.path);
    await syncFolder(this.path);
    await rewrapAll(master.id);
  }

  private get next(): string {
    return `${this.path}.next`;
  }

  private get old(): string {
    return `${this.path}.old`;
  }

  /** The one to wrap with: the next one as soon as there is one. */
  private async now(): Promise<Master | undefined> {
    return (await readKey(this.next)) ?? (await readKey(this.path));
  }

  private async all(): Promise<Master[]> {
    // In this order a key that is renamed between two looks is found in one of them.
    const found = [await readKey(this.next), await readKey(this.path), await readKey(this.old)];
    return found.filter(one => one !== undefined);
  }
}

const readKey = async (path: string): Promise<Master | undefined> => {
  const facts = await stat(path).catch(ignoreMissing);
  if (!facts) return undefined;
  if ((facts.mode & 0o077) !== 0) throw unusable(path, 'can be read by others than its user', `chmod 600 ${path}`);
  const bytes = await readFile(path).catch(ignoreMissing);
  if (!bytes) return undefined;
  if (bytes.length !== keyBytes)
    throw unusable(
      path,
      `has ${bytes.length} bytes, and a key has ${keyBytes}`,
      `head -c ${keyBytes} /dev/urandom > FILE`,
    );
  return { id: createHash('sha256').update('switchyard master key').update(bytes).digest('hex').slice(0, 16), bytes };
};

/** Whole on disk or not there; one that is there stays. */
const makeOnce = async (path: string): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(keyBytes));
    await file.sync();
  } finally {
    await file.close();
  }
  await link(temporary, path).catch(ignoreThere);
  await rm(temporary, { force: true });
  await syncFolder(path);
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
};

const ignoring = (code: string) => (error: unknown) => {
  if ((error as NodeJS.ErrnoException).code !== code) throw error;
  return undefined;
};
const ignoreMissing = ignoring('ENOENT');
const ignoreThere = ignoring('EEXIST');

const unusable = (path: string, what: string, suggestion?: string): Fault =>
  new Fault({
    code: 'bad-master-key',
    message: `the master key of secrets, ${path}, ${what}`,
    blame: 'platform',
    retry: false,
    suggestions: suggestion === undefined ? ['put it back from where it is kept safe'] : [suggestion],
  });

const noKey = (path: string): Fault =>
  new Fault({
    code: 'no-master-key',
    message: `no key at ${path} opens this`,
    blame: 'platform',
    retry: false,
    suggestions: ['put back the master key that was there when the secrets were set'],
  });
