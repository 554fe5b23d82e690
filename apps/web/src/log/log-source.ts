import { YardError, type YardClient } from '@switchyard/client';
import type { AttemptId, ExecutionId, LogPiece, StreamFrame } from '@switchyard/contracts';
import { batch, signal } from '@preact/signals';
import { Arrivals } from './arrivals.js';
import { ByteCache } from './byte-cache.js';
import type { ByteRange } from './line-index.js';
import { type Row, rowsOf } from './rows.js';
import { Scan, sliceBytes } from './scan.js';

/** `loading`: what is stored is on its way; `following`: what comes is told; `complete`: nothing more will come. */
export type LogState = 'loading' | 'following' | 'complete' | 'failed';

export type LogApi = Pick<YardClient, 'follow' | 'logs'>;

/** The page answers its reader at least this often while an output is looked through. */
const breathMs = 10;
/** And says how far it is this often. */
const tellMs = 60;
/** Blocks whose lines are kept as they are shown. */
const mostBlocks = 64;

/** The output of one attempt, from its first byte to its last, however long that takes. */
export class LogSource {
  readonly scan = new Scan();
  readonly arrivals = new Arrivals();
  readonly state = signal<LogState>('loading');
  readonly error = signal<YardError | undefined>(undefined);
  /** The connection is lost and will be tried again. */
  readonly isLost = signal(false);
  /** Rises when there is more to show than before. */
  readonly version = signal(0);
  readonly lines = signal(0);
  /** Bytes stored, as far as that is known. */
  readonly stored = signal(0);
  /** Bytes that the platform left out between head and tail. */
  readonly dropped = signal(0);
  private readonly rows = new Map<number, { end: number; folds: number; rows: Row[] }>();
  private readonly fetches = new Map<number, Promise<void>>();
  private readonly stop = new AbortController();
  private toldAt = 0;
  private breathedAt = 0;

  constructor(
    private readonly api: LogApi,
    readonly executionId: ExecutionId,
    readonly attemptId: AttemptId,
    private readonly cache = new ByteCache(),
    private readonly rhythm = { now: () => performance.now(), breath },
  ) {}

  get size(): number {
    return this.scan.index.size;
  }

  /** Reads what there is, and what comes until the attempt ends. @param isRunning it has not ended as far as is known. */
  async open(isRunning: boolean): Promise<void> {
    try {
      this.error.value = undefined;
      this.state.value = 'loading';
      await this.load();
      if (isRunning) await this.follow();
      if (!this.stop.signal.aborted) this.state.value = 'complete';
    } catch (error) {
      if (this.stop.signal.aborted) return;
      this.error.value = asYardError(error);
      this.state.value = 'failed';
    }
  }

  close(): void {
    this.stop.abort();
  }

  /** The lines of a block; undefined where its bytes have to be fetched first. */
  rowsOf(block: number): Row[] | undefined {
    const { end } = this.scan.index.bytesIn(block);
    const folds = this.scan.folds.all.length;
    const known = this.rows.get(block);
    if (known?.end === end && known.folds === folds) return known.rows;
    const rows = rowsOf(this.scan, block, range => this.cache.read(range));
    if (!rows) return undefined;
    this.rows.delete(block);
    this.rows.set(block, { end, folds, rows });
    const [oldest] = this.rows.keys();
    if (this.rows.size > mostBlocks && oldest !== undefined) this.rows.delete(oldest);
    return rows;
  }

  /** Gets the bytes of a block. @throws YardError */
  async fetch(block: number): Promise<void> {
    for (const range of this.scan.index.shownIn(block)) {
      const missing = this.cache.missing(range);
      if (!missing) continue;
      const known = this.fetches.get(missing.start);
      const fetching = known ?? this.get(missing).finally(() => this.fetches.delete(missing.start));
      if (!known) this.fetches.set(missing.start, fetching);
      await fetching;
    }
  }

  private async get({ start, end }: ByteRange): Promise<void> {
    const range = { offset: start, limit: end - start };
    const { bytes } = await this.api.logs.read(this.executionId, this.attemptId, range, this.stop.signal);
    let at = start;
    for await (const piece of piecesOf(bytes)) {
      this.cache.put(at, piece);
      at += piece.length;
    }
  }

  /** What is stored behind what is here. */
  private async load(): Promise<void> {
    const { executionId: id, attemptId, stop } = this;
    const found = await this.api.logs.read(id, attemptId, { offset: this.size }, stop.signal);
    batch(() => {
      this.stored.value = found.total ?? found.stored;
      this.dropped.value = found.dropped ?? 0;
    });
    for await (const piece of piecesOf(found.bytes)) await this.take(piece);
    this.tell();
  }

  private async follow(): Promise<void> {
    const { executionId: id, attemptId: attempt } = this;
    this.state.value = 'following';
    this.scan.folds.isWatched = true;
    const frames = this.api.follow(id, {
      logs: true,
      attempt,
      from: new Map([[attempt, this.size]]),
      signal: this.stop.signal,
      onLost: () => (this.isLost.value = true),
    });
    for await (const frame of frames) {
      this.isLost.value = false;
      if (frame.event === 'log') await this.takeLive(frame.data);
      if (isEndOf(attempt, frame)) break;
    }
    if (!this.stop.signal.aborted) await this.load();
  }

  /** A piece is text: where it does not say which bytes it was made of, they are fetched. */
  private async takeLive({ offset, length, text }: LogPiece): Promise<void> {
    if (offset + length <= this.size) return;
    this.arrivals.note(this.scan.index.lines, Date.now());
    const bytes = new TextEncoder().encode(text);
    if (offset !== this.size || bytes.length !== length) return this.load();
    this.stored.value = Math.max(this.stored.value, offset + length);
    await this.take(bytes);
    this.tell();
  }

  /** In slices, so that no task of the page is long. */
  private async take(bytes: Uint8Array): Promise<void> {
    this.cache.put(this.size, bytes);
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      this.scan.append(bytes.subarray(at, at + sliceBytes));
      const now = this.rhythm.now();
      if (now - this.breathedAt < breathMs) continue;
      if (now - this.toldAt >= tellMs) this.tell();
      await this.rhythm.breath();
      this.stop.signal.throwIfAborted();
      this.breathedAt = this.rhythm.now();
    }
  }

  private tell(): void {
    this.toldAt = this.rhythm.now();
    batch(() => {
      this.lines.value = this.scan.index.lines;
      this.version.value += 1;
    });
  }
}

/** Whether nothing of the attempt follows. */
const isEndOf = (attempt: AttemptId, frame: StreamFrame): boolean => {
  if (frame.event === 'end') return true;
  if (frame.event === 'execution') {
    const found = frame.data.steps.flatMap(step => step.attempts).find(one => one.id === attempt);
    return found !== undefined && found.status !== 'queued' && found.status !== 'running';
  }
  if (frame.event !== 'event') return false;
  const { type, data } = frame.data;
  return (type === 'step.finished' || type === 'step.retrying') && data.attemptId === attempt;
};

/** By a reader: not every browser iterates over streams. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Lets the page do what waits: input, and drawing. */
const breath = (): Promise<void> =>
  new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

const asYardError = (error: unknown): YardError => {
  if (error instanceof YardError) return error;
  return YardError.unreachable('the platform', error);
};
