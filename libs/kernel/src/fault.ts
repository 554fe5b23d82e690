/** Who must act on a fault: the author of the pipeline, the operator of the platform, or nobody (it heals by itself). */
export type Blame = 'user' | 'platform' | 'policy';

export interface FaultInput {
  /** Stable lower-case word for programs, such as `image-not-found`. */
  code: string;
  /** One sentence for people: what is wrong, with the values seen. */
  message: string;
  blame: Blame;
  /** Whether the same call may succeed later, unchanged. */
  retry: boolean;
  /** What to do, one sentence each. */
  suggestions?: string[];
  cause?: unknown;
}

/** A failure nobody planned for at the place where it appears. Expected refusals are returned values, not faults. */
export class Fault extends Error {
  readonly code: string;
  readonly blame: Blame;
  readonly retry: boolean;
  readonly suggestions: readonly string[];

  constructor(input: FaultInput) {
    super(input.message, { cause: input.cause });
    this.name = 'Fault';
    this.code = input.code;
    this.blame = input.blame;
    this.retry = input.retry;
    this.suggestions = input.suggestions ?? [];
  }
}

/** What of a fault another process or thread is told; a fault is made of it there. */
export type FaultShape = Required<Omit<FaultInput, 'cause'>>;

export const shapeOf = ({ code, message, blame, retry, suggestions }: Fault): FaultShape => ({
  code,
  message,
  blame,
  retry,
  suggestions: [...suggestions],
});

/** The sentence of any thrown value. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
