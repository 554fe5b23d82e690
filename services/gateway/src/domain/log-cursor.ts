import type { AttemptId, LogPiece } from '@switchyard/contracts';
import { partsOfAttempt, type StepId } from '@switchyard/contracts';

export interface Chunk {
  offset: number;
  bytes: Uint8Array;
}

/** How far one reader has got in one attempt's output. Chunks may come doubled, overlapping, late or never. */
export class LogCursor {
  private readonly decoder = new TextDecoder();
  /** The whole length, once the attempt has ended. */
  total: number | undefined;
  /** There is more than was sent, and it has to be fetched. */
  behind = false;

  constructor(
    readonly attemptId: AttemptId,
    /** Bytes sent so far, without a gap. */
    public sent = 0,
  ) {}

  get done(): boolean {
    return this.total !== undefined && this.sent >= this.total;
  }

  /** The part of a chunk that comes next; undefined when it is old, or when something before it is missing. */
  accept({ offset, bytes }: Chunk): LogPiece | undefined {
    if (offset > this.sent) this.behind = true;
    if (offset > this.sent || offset + bytes.length <= this.sent) return undefined;
    const part = bytes.subarray(this.sent - offset);
    const piece: LogPiece = {
      attemptId: this.attemptId,
      stepId: partsOfAttempt(this.attemptId)?.stepId ?? ('' as StepId),
      offset: this.sent,
      length: part.length,
      text: this.decoder.decode(part, { stream: true }),
    };
    this.sent += part.length;
    return piece;
  }
}
