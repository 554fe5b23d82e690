import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (directory: string, megabytes: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory]).status === 0;

/** A file system of its own that is full when the test wants it to be. */
export class SmallDisk {
  private constructor(readonly directory: string) {}

  static make(megabytes: number): SmallDisk {
    const directory = mkdtempSync(join(tmpdir(), 'yard-small-disk-'));
    if (mount(directory, megabytes)) return new SmallDisk(directory);
    rmdirSync(directory);
    throw new Error('a file system cannot be mounted here');
  }

  /** Why there can be none; undefined where there can. */
  static impossible(): string | undefined {
    if (process.getuid?.() !== 0) return 'only root may mount a file system';
    try {
      SmallDisk.make(1).remove();
      return undefined;
    } catch {
      return 'no file system can be mounted here';
    }
  }

  /** Takes the last byte. */
  fill(): void {
    const file = openSync(this.filler, 'a');
    try {
      for (let size = 1_048_576; size > 0;)
        try {
          if (writeSync(file, Buffer.alloc(size)) < size) size >>= 1;
        } catch {
          size >>= 1;
        }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  remove(): void {
    spawnSync('umount', ['-l', this.directory]);
    rmdirSync(this.directory);
  }

  private get filler(): string {
    return join(this.directory, 'filler');
  }
}
