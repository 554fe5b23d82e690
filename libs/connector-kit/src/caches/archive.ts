import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { type FoundFile, packFiles, unpackFiles, type Unpacked } from '@switchyard/blobs';
import { Fault } from '@switchyard/kernel';
import { moveInto } from './move-into.js';

/** More than any cache of files that somebody could mean; what holds more was made to fill the disk. */
export const limits = { files: 1_000_000, bytes: 20_000_000_000, fileBytes: 10_000_000_000 };

/** The signs and the padding of an archive come on top of its files, for each of them. */
const mostUnpacked = limits.bytes + limits.files * 2_048;

/** The files as one compressed archive. */
export const packed = (root: string, files: readonly FoundFile[]): AsyncIterable<Uint8Array> =>
  through(packFiles(root, files), createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } }));

/**
 * Brings the files of an archive back below a folder, all of them or none: they are unpacked beside it first.
 * @param scratch a folder of one's own, on the same disk
 * @throws Fault for an archive that is damaged, hostile or too large
 */
export const restore = async (
  body: AsyncIterable<Uint8Array>,
  { root, scratch, signal }: { root: string; scratch: string; signal: AbortSignal },
): Promise<Unpacked> => {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const place = await mkdtemp(join(scratch, 'restore-'));
  try {
    const plain = atMost(unzipped(body));
    const unpacked = await unpackFiles(place, plain, limits, signal);
    signal.throwIfAborted();
    moveInto(place, root);
    return unpacked;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

async function* through(source: AsyncIterable<Uint8Array>, change: Transform): AsyncGenerator<Uint8Array> {
  const piped = pipeline(Readable.from(source, { objectMode: false }), change);
  piped.catch(() => undefined);
  try {
    yield* change as AsyncIterable<Uint8Array>;
    await piped;
  } finally {
    change.destroy();
  }
}

async function* unzipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* through(body, createZstdDecompress());
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw typeof code === 'string' && /^(ZSTD_|Z_|ERR_ZLIB)/.test(code) ? damaged(cause) : cause;
  }
}

async function* atMost(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of source) {
    bytes += part.length;
    if (bytes > mostUnpacked) throw tooLarge();
    yield part;
  }
}

const damaged = (cause: unknown): Fault =>
  new Fault({
    code: 'archive-damaged',
    message: 'the archive is compressed in no way that can be read',
    blame: 'platform',
    retry: false,
    cause,
  });

const tooLarge = (): Fault =>
  new Fault({
    code: 'archive-refused',
    message: `the archive is refused: it holds more than ${limits.bytes} bytes`,
    blame: 'user',
    retry: false,
  });
