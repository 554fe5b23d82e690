import type { RotateMasterKeyReply, RotateSecrets as Message, RotateSecretsReply } from '@switchyard/contracts';
import { openSecret, sealSecret, type StoredSecret } from '../../domain/secrets/secret.js';
import { aboutKey, type DataKey, type KeyRing } from './key-ring.js';
import type { DataKeys, MasterKeys, Secrets } from './ports.js';

/** One call stays well within the patience of whoever asks. */
const mostAtOnce = 200;
const page = 100;

/**
 * Exchanges keys while everything stays readable: a new key is there before anything is sealed with it, and each secret
 * names the key it needs. A crash in the middle leaves some under the old key and some under the new one; the next
 * call goes on.
 */
export class RotateKeys {
  private rotating: Promise<RotateMasterKeyReply> | undefined;

  constructor(
    private readonly secrets: Secrets,
    private readonly keys: DataKeys,
    private readonly masters: MasterKeys,
    private readonly ring: KeyRing,
  ) {}

  /** Goes on with a rotation that is not finished, or begins one. */
  async project({ project }: Message): Promise<RotateSecretsReply> {
    const current = await this.ring.current(project);
    const isUnfinished = (await this.secrets.countBefore(project, current.n)) > 0;
    const target = isUnfinished ? current : await this.ring.next(project, current.n);
    const old = await this.secrets.before(project, target.n, mostAtOnce);
    for (const secret of old) await this.reseal(secret, target);
    return { sealed: old.length, left: await this.secrets.countBefore(project, target.n) };
  }

  /** One at a time: who asks while it is under way hears of its end. */
  master(): Promise<RotateMasterKeyReply> {
    return (this.rotating ??= this.exchange().finally(() => (this.rotating = undefined)));
  }

  private async exchange(): Promise<RotateMasterKeyReply> {
    let wrapped = 0;
    await this.masters.rotate(async master => {
      for (let found = await this.keys.wrappedByOthers(master, page); found.length > 0;) {
        for (const key of found) {
          const plain = await this.masters.unwrap(key, aboutKey(key));
          await this.keys.rewrap(key, await this.masters.wrap(plain, aboutKey(key)));
        }
        wrapped += found.length;
        found = await this.keys.wrappedByOthers(master, page);
      }
    });
    return { wrapped };
  }

  /** The same version: what it says has not changed. */
  private async reseal(secret: StoredSecret, { n, bytes }: DataKey): Promise<void> {
    if (secret.sealed === undefined) return void (await this.secrets.put(secret, { ...secret, key: n }));
    const old = await this.ring.find(secret.project, secret.key);
    const sealed = sealSecret(bytes, secret, openSecret(old.bytes, secret));
    // Whoever was faster gave it a new value, or moved it already; the count says what is left.
    await this.secrets.put(secret, { ...secret, key: n, sealed });
  }
}
