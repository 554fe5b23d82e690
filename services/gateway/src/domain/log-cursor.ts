import type { AttemptId, LogPiece } from '@switchyard/contracts';
import { partsOfAttempt, type StepId } from '@switchyard/contracts';
import { lengthOfWholeCharacters } from '@switchyard/kernel';

export interface Chunk {
  offset: number;
  bytes: Uint8Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** How far one reader has got in one attempt's output. Chunks may come doubled, overlapping, late or never. */
export class LogCursor {
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

  /**
   * The part of a chunk that comes next; undefined when it is old, or when something before it is missing. It ends with a
   * whole character, so that a reader who comes back begins with one.
   */
  accept({ offset, bytes }: Chunk): LogPiece | undefined {
    if (offset > this.sent) this.behind = true;
    if (offset > this.sent || offset + bytes.length <= this.sent) return undefined;
    const rest = bytes.subarray(this.sent - offset);
    const isLast = this.total !== undefined && this.sent + rest.length >= this.total;
    const part = isLast ? rest : rest.subarray(0, lengthOfWholeCharacters(rest));
    this.behind ||= part.length < rest.length;
    if (part.length === 0) return undefined;
    const piece: LogPiece = {
      attemptId: this.attemptId,
      stepId: partsOfAttempt(this.attemptId)?.stepId ?? ('' as StepId),
      offset: this.sent,
      length: part.length,
      text: decoder.decode(part),
    };
    this.sent += part.length;
    return piece;
  }
}
