import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { checked, damaged } from '../../app/artifacts/checked.js';
import type { ListedFile } from '../../domain/artifacts/list-of-files.js';

/** A file's kind beside its permissions, as stat(2) has it. */
const regular = 0o100_000;

/**
 * A ZIP of an artifact while its archive is read, once and in order. Its times are the same for all, since the list has
 * none.
 * @throws in the stream Fault `artifact-damaged`: the ZIP breaks off then, without its end
 */
export const zipOf = (archive: AsyncIterable<Uint8Array>, files: readonly ListedFile[], mtime: Date): Readable => {
  const zip = new ZipFile();
  const out = new PassThrough({ highWaterMark: 1_048_576 });
  const source = new Source(archive);
  const fail = (error: unknown) => void out.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  out.on('close', () => void source.close());
  for (const file of files)
    zip.addReadStreamLazy(file.path, { mtime, mode: regular | (file.mode & 0o777), size: file.bytes }, give => {
      const body = Readable.from(checked(source.take(file), file), { objectMode: false });
      body.on('error', fail);
      give(null, body);
    });
  zip.outputStream.on('error', fail);
  zip.outputStream.pipe(out);
  zip.end();
  return out;
};

/** Cuts files out of the bytes that hold them one after the other. */
class Source {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private position = 0;
  private rest: Uint8Array = new Uint8Array();

  constructor(archive: AsyncIterable<Uint8Array>) {
    this.pieces = archive[Symbol.asyncIterator]();
  }

  async *take({ path, offset, bytes }: ListedFile): AsyncGenerator<Uint8Array> {
    while (this.position < offset) await this.next(offset - this.position, path);
    for (let left = bytes; left > 0;) {
      const piece = await this.next(left, path);
      left -= piece.length;
      yield piece;
    }
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  /** At most as many bytes as asked for. */
  private async next(most: number, path: string): Promise<Uint8Array> {
    while (this.rest.length === 0) {
      const { done, value } = await this.pieces.next();
      if (done === true) throw damaged(path);
      this.rest = value;
    }
    const piece = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(piece.length);
    this.position += piece.length;
    return piece;
  }
}
