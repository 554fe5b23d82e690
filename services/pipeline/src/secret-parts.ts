import { randomBytes } from 'node:crypto';
import { SystemClock } from '@switchyard/kernel';
import { keyBytes } from '@switchyard/kernel/sealed';
import type { Store } from '@switchyard/store';
import { KeepSecrets } from './app/secrets/keep-secrets.js';
import { KeyRing } from './app/secrets/key-ring.js';
import { ReadSecret } from './app/secrets/read-secret.js';
import { RotateKeys } from './app/secrets/rotate-keys.js';
import { SealSecrets } from './app/secrets/seal-secrets.js';
import type { PipelineConfig } from './config.js';
import { FileMasterKeys } from './out/file-master-keys.js';
import { MongoDataKeys } from './out/mongo-data-keys.js';
import { MongoSecrets } from './out/mongo-secrets.js';
import { NoMasterKeys } from './out/no-master-keys.js';

type KeyConfig = Pick<PipelineConfig, 'MASTER_KEY_FILE' | 'MASTER_KEY_MADE'>;

/** @throws Fault `bad-master-key` */
export const masterKeysOf = async ({ MASTER_KEY_FILE, MASTER_KEY_MADE }: KeyConfig) => {
  if (MASTER_KEY_FILE === undefined) return new NoMasterKeys();
  const masters = new FileMasterKeys(MASTER_KEY_FILE);
  await masters.prepare(MASTER_KEY_MADE === 'yes');
  return masters;
};

/** Everything that keeps secrets, wired. */
export const secretPartsOf = (
  { connection }: Pick<Store, 'connection'>,
  masters: Awaited<ReturnType<typeof masterKeysOf>>,
) => {
  const clock = new SystemClock();
  const secrets = new MongoSecrets(connection);
  const keys = new MongoDataKeys(connection);
  const ring = new KeyRing(keys, masters, clock, () => randomBytes(keyBytes));
  return {
    keeping: new KeepSecrets(secrets, ring, clock),
    sealing: new SealSecrets(secrets, ring),
    reading: new ReadSecret(secrets, ring),
    rotating: new RotateKeys(secrets, keys, masters, ring),
  };
};

export type SecretParts = ReturnType<typeof secretPartsOf>;
