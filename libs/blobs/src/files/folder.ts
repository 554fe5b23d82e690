import {
  closeSync,
  constants,
  type Dirent,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  symlinkSync,
} from 'node:fs';

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * A folder that is held open. Names in it are looked up in itself, as openat(2) does it, and never through a link:
 * whatever a step does to the tree meanwhile, nothing outside of it is read or written.
 */
export class Folder {
  private constructor(private readonly fd: number) {}

  /** The path itself may lead through links. */
  static open(path: string): Folder {
    return new Folder(openSync(path, O_RDONLY | O_DIRECTORY));
  }

  /** @throws ENOENT; ENOTDIR or ELOOP for anything but a folder */
  folder(name: string): Folder {
    return new Folder(openSync(this.of(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  }

  names(): Dirent[] {
    return readdirSync(this.of('.'), { withFileTypes: true });
  }

  stat(name: string): Stats | undefined {
    return lstatSync(this.of(name), { throwIfNoEntry: false });
  }

  link(name: string): string {
    return readlinkSync(this.of(name));
  }

  /** A descriptor to read from. A pipe does not make it wait. */
  read(name: string): number {
    return openSync(this.of(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  }

  /** A descriptor to write to. What is there in place of it must be gone. */
  create(name: string, mode: number): number {
    return openSync(this.of(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  }

  makeFolder(name: string, mode: number): void {
    mkdirSync(this.of(name), { mode });
  }

  makeLink(name: string, target: string): void {
    symlinkSync(target, this.of(name));
  }

  rename(from: string, to: string): void {
    renameSync(this.of(from), this.of(to));
  }

  /** Into another folder of the same disk, under its own name. */
  moveTo(name: string, folder: Folder): void {
    renameSync(this.of(name), folder.of(name));
  }

  /** Of a folder. */
  changeMode(name: string, mode: number): void {
    const folder = this.folder(name);
    try {
      fchmodSync(folder.fd, mode);
    } finally {
      folder.close();
    }
  }

  /** A folder that holds nothing; any other stays. */
  removeEmpty(name: string): void {
    try {
      rmdirSync(this.of(name));
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }

  /** A folder with all it holds. */
  remove(name: string): void {
    rmSync(this.of(name), { recursive: true, force: true });
  }

  close(): void {
    closeSync(this.fd);
  }

  /** `.` is the folder itself. */
  private of(name: string): string {
    if (name === '' || name === '..' || /[/\0]/.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name`);
    return `/proc/self/fd/${this.fd}/${name}`;
  }
}
