import { createHash } from 'node:crypto';
import { Fault } from '@switchyard/kernel';

/**
 * The bytes of one file as they come. Its last piece is held back until all of it is known to be what was kept: who
 * reads it gets all of it, or not its end.
 * @throws Fault `artifact-damaged`
 */
export async function* checked(
  body: AsyncIterable<Uint8Array>,
  { path, bytes, sha256 }: { path: string; bytes: number; sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let left = bytes;
  let held: Uint8Array | undefined;
  for await (const piece of body) {
    if (held) yield held;
    hash.update(piece);
    left -= piece.length;
    held = piece;
  }
  if (left !== 0 || hash.digest('hex') !== sha256) throw damaged(path);
  if (held) yield held;
}

export const damaged = (what: string): Fault =>
  new Fault({
    code: 'artifact-damaged',
    message: `${what} is not what was kept`,
    blame: 'platform',
    retry: false,
    suggestions: ['run the step again', 'look after the disk of the blob store'],
  });
