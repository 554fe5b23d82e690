import { createHash } from 'node:crypto';
import { type FoundFile, packFiles } from '@switchyard/blobs';
import type { ArtifactFile } from '@switchyard/contracts';

/** A file of an artifact with its place in the archive. */
export interface PackedFile extends ArtifactFile {
  /** Bytes of the archive before its first. */
  offset: number;
}

/** The files of one artifact as a tar archive, which says of each where it lies and what it holds. To be read once. */
export class PackedFiles {
  readonly list: PackedFile[] = [];
  private readonly whole = createHash('sha256');
  private position = 0;
  private current: { file: FoundFile; hash: ReturnType<typeof createHash>; left: number; offset: number } | undefined;

  constructor(
    private readonly root: string,
    private readonly files: readonly FoundFile[],
    /** Told of the bytes so far, as they go. */
    private readonly progress: (bytes: number) => void,
  ) {}

  /** Of the whole archive, once it has been read. */
  get sha256(): string {
    return this.whole.copy().digest('hex');
  }

  async *archive(): AsyncGenerator<Uint8Array> {
    for await (const piece of packFiles(this.root, this.begun())) {
      this.whole.update(piece);
      this.position += piece.length;
      this.note(piece);
      this.progress(this.position);
      yield piece;
    }
  }

  /** Each is asked for when all before it is packed; its header is the first piece that follows. */
  private *begun(): Generator<FoundFile> {
    for (const file of this.files) {
      this.current = { file, hash: createHash('sha256'), left: file.bytes, offset: -1 };
      yield file;
    }
  }

  private note(piece: Uint8Array): void {
    const { current } = this;
    if (!current) return;
    if (current.offset < 0) current.offset = this.position;
    else {
      const data = piece.subarray(0, current.left);
      current.hash.update(data);
      current.left -= data.length;
    }
    if (current.left > 0) return;
    const { path, bytes, mode } = current.file;
    this.list.push({ path, bytes, sha256: current.hash.digest('hex'), mode, offset: current.offset });
    this.current = undefined;
  }
}

/** What one file holds. */
export async function* bytesOf(root: string, file: FoundFile): AsyncGenerator<Uint8Array> {
  let left = file.bytes;
  let isHeader = true;
  for await (const piece of packFiles(root, [file])) {
    if (!isHeader && left > 0) {
      yield piece.subarray(0, left);
      left -= piece.length;
    }
    isHeader = false;
  }
}
