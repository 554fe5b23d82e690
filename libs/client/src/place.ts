import type { AttemptId, LogPiece, StreamFrame } from '@switchyard/contracts';

/** Attempts named in a request: the address has limited room, and what is sent again is dropped here. */
const mostNamed = 40;

/** How far a reader has got in one execution. */
export class Place {
  private rev: number | undefined;
  /** Bytes per attempt; who got some last stands last. */
  private readonly output: Map<AttemptId, number>;

  constructor(
    private readonly logs: boolean,
    from: ReadonlyMap<AttemptId, number> = new Map(),
    private readonly attempt?: AttemptId,
  ) {
    this.output = new Map(from);
  }

  /** What to ask for, to go on from here. */
  query(): string {
    const query = new URLSearchParams({ logs: String(this.logs) });
    if (this.attempt !== undefined) query.set('attempt', this.attempt);
    if (this.rev !== undefined) query.set('after', String(this.rev));
    const from = [...this.output].slice(-mostNamed).map(([attempt, bytes]) => `${attempt}:${bytes}`);
    if (from.length > 0) query.set('from', from.join(','));
    return query.toString();
  }

  /**
   * Takes the frame that comes next: the part of it that is new, undefined when nothing is.
   * @throws Error when something before it is missing, which the next request asks for.
   */
  take(frame: StreamFrame): StreamFrame | undefined {
    switch (frame.event) {
      case 'execution':
        // Once the reader has it, events alone tell what follows.
        if (this.rev !== undefined) return undefined;
        this.rev = frame.data.rev;
        return frame;
      case 'event':
        return this.isNext(frame.data.data.rev) ? frame : undefined;
      case 'log': {
        const data = this.rest(frame.data);
        return data && { event: 'log', data };
      }
      case 'end':
        return frame;
      default:
        // A newer platform may say more than this reader understands.
        return undefined;
    }
  }

  private isNext(rev: number): boolean {
    if (this.rev !== undefined && rev <= this.rev) return false;
    if (this.rev !== undefined && rev > this.rev + 1) throw new Error(`event ${this.rev + 1} is missing`);
    this.rev = rev;
    return true;
  }

  private rest(piece: LogPiece): LogPiece | undefined {
    const { attemptId, offset, length } = piece;
    const have = this.output.get(attemptId) ?? 0;
    if (offset + length <= have) return undefined;
    // Last in the order, so that the next request names it.
    this.output.delete(attemptId);
    this.output.set(attemptId, have);
    if (offset > have) throw new Error(`output of ${attemptId} is missing from byte ${have}`);
    const rest = offset === have ? piece : without(piece, have - offset);
    if (!rest) throw new Error(`output of ${attemptId} is needed from byte ${have}`);
    this.output.set(attemptId, offset + length);
    return rest;
  }
}

/** A piece without its first bytes; undefined where its text does not say which bytes they are. */
const without = (piece: LogPiece, bytes: number): LogPiece | undefined => {
  const whole = new TextEncoder().encode(piece.text);
  if (whole.length !== piece.length) return undefined;
  const text = new TextDecoder().decode(whole.subarray(bytes));
  return { ...piece, offset: piece.offset + bytes, length: piece.length - bytes, text };
};
