import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Grant } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { decrypt, encrypt, keyBytes, SealingKey } from '@switchyard/kernel/sealed';
import { writeDurably } from '../durable-file.js';

/**
 * Secrets on the machine of a connector. They come sealed for this process; what the journal keeps of them is sealed
 * with the key of this machine, so that the next process can still mask the output of a step that this one began.
 */
export class HostSecrets {
  private readonly session = new SealingKey();

  private constructor(private readonly key: Buffer) {}

  /** @throws Fault `bad-key-file` */
  static async open(dataDirectory: string): Promise<HostSecrets> {
    const path = join(dataDirectory, 'secrets.key');
    const found = await readKey(path);
    if (found) return new HostSecrets(found);
    const key = randomBytes(keyBytes);
    await writeDurably(path, key.toString('base64url'));
    return new HostSecrets(key);
  }

  /** What claims carry. */
  get sealingKey(): string {
    return this.session.publicKey;
  }

  /** The grant as the journal may keep it. @throws Fault `cannot-be-opened` */
  keep(grant: Grant): Grant {
    const { sealedSecrets } = grant;
    if (sealedSecrets === undefined) return grant;
    const plain = this.session.open(grant.attemptId, sealedSecrets);
    return { ...grant, sealedSecrets: encrypt(this.key, grant.attemptId, plain).toString('base64url') };
  }

  /** The variables of a grant that {@link keep} returned. @throws Fault `cannot-be-opened` when the key file was exchanged */
  variablesOf({ attemptId, sealedSecrets }: Grant): Record<string, string> {
    if (sealedSecrets === undefined) return {};
    const plain = decrypt(this.key, attemptId, Buffer.from(sealedSecrets, 'base64url'));
    return JSON.parse(plain.toString()) as Record<string, string>;
  }
}

const readKey = async (path: string): Promise<Buffer | undefined> => {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!facts) return undefined;
  const key = Buffer.from(await readFile(path, 'utf8'), 'base64url');
  if ((facts.mode & 0o077) === 0 && key.length === keyBytes) return key;
  const what = key.length === keyBytes ? 'can be read by others than its user' : `holds no key of ${keyBytes} bytes`;
  throw new Fault({
    code: 'bad-key-file',
    message: `${path} ${what}`,
    blame: 'platform',
    retry: false,
    suggestions: [`chmod 600 ${path}, or remove it while no step runs`],
  });
};
