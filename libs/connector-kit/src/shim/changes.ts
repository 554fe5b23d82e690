import { type Millis } from '@switchyard/kernel';
import { type FSWatcher, watch } from 'node:fs';

/** Looks again after this long even when no notification came: some file systems send none. */
const lookAgainMs: Millis = 500;

/** Something that happens now and then. `after(seen)` misses nothing that happened since `seen` was read. */
class Happening {
  version = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly attend: () => void) {}

  /** Read it before looking at what may have changed. */
  seen(): number {
    this.attend();
    return this.version;
  }

  /** Resolves when it has happened since `seen`, or when `signal` aborts. */
  after(seen: number, signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      if (signal?.aborted || this.version !== seen) return resolve();
      const done = () => {
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
      this.attend();
    });
  }

  get awaited(): boolean {
    return this.waiting.size > 0;
  }

  happen(): void {
    this.version += 1;
    for (const done of [...this.waiting]) done();
  }
}

/** Tells when something in a job directory may have changed. Watches only while somebody waits. */
export class Changes {
  /** There may be more output. Also happens with `end`. */
  readonly output = new Happening(() => this.open());
  /** There may be an outcome, or the shim may be dead. */
  readonly end = new Happening(() => this.open());
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly directory: string) {}

  readonly notice = (): void => {
    this.end.happen();
    this.output.happen();
  };

  close(): void {
    this.watcher?.close();
    clearInterval(this.timer);
    this.watcher = this.timer = undefined;
  }

  private open(): void {
    if (this.timer) return;
    try {
      this.watcher = watch(this.directory, { persistent: false }, (_, name) => {
        if (name === 'log' || name === 'tail') this.output.happen();
        else if (name === null || name === 'outcome') this.notice();
      });
      this.watcher.on('error', this.notice);
    } catch {
      // Out of watches, or the directory is gone: the timer is enough to be right, if late.
    }
    this.timer = setInterval(() => {
      if (this.output.awaited || this.end.awaited) this.notice();
      else this.close();
    }, lookAgainMs);
  }
}
