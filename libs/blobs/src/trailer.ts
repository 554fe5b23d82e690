import { blobDamaged } from './blob-faults.js';

const word = Buffer.from('yardblb1');

/** Behind the bytes of a blob in a file or an object stand its SHA-256 and a word of ours. */
export const trailerBytes = 32 + word.length;

export const trailerOf = (sha256: string): Buffer => Buffer.concat([Buffer.from(sha256, 'hex'), word]);

/** @throws Fault `blob-damaged` for what was not put by a store */
export const shaIn = (key: string, trailer: Uint8Array): string => {
  const bytes = Buffer.from(trailer);
  if (bytes.length !== trailerBytes || !bytes.subarray(32).equals(word))
    throw blobDamaged(key, 'it is cut off or was written by somebody else');
  return bytes.subarray(0, 32).toString('hex');
};
