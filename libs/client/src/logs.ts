import type { AttemptId, ExecutionId } from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

export interface OutputRange {
  /** Bytes to leave out. */
  offset?: number;
  /** Bytes at most. */
  limit?: number;
}

/** Output of one attempt as it is sent. */
export interface Output {
  bytes: ReadableStream<Uint8Array>;
  /** Bytes that are stored now. */
  stored: number;
  /** Bytes there will be in all, once the attempt has ended. */
  total?: number;
  /** Bytes that were left out between head and tail. */
  dropped?: number;
}

/** What attempts wrote, in bytes. Every method throws {@link YardError}. */
export class LogRequests {
  constructor(private readonly requests: Requests) {}

  /** @param signal also ends the stream. */
  async read(
    id: ExecutionId,
    attempt: AttemptId,
    range: OutputRange = {},
    signal: AbortSignal | null = null,
  ): Promise<Output> {
    const path = `${pathOf(id)}${queryOf({ attempt, ...range })}`;
    const { body, headers } = await this.requests.send(path, { signal });
    const total = countIn(headers, 'yard-log-total');
    const dropped = countIn(headers, 'yard-log-dropped');
    return {
      bytes: body ?? new ReadableStream({ start: controller => controller.close() }),
      stored: countIn(headers, 'yard-log-stored') ?? 0,
      ...(total === undefined ? {} : { total }),
      ...(dropped === undefined ? {} : { dropped }),
    };
  }

  /** Where people get it: as text, in parts, or as a file to keep. */
  address(id: ExecutionId, attempt: AttemptId, options: OutputRange & { download?: boolean } = {}): string {
    const { download, ...range } = options;
    return `${pathOf(id)}${queryOf({ attempt, ...range, ...(download ? { download: 'true' } : {}) })}`;
  }
}

const pathOf = (id: ExecutionId) => `/api/ci/executions/${encodeURIComponent(id)}/logs`;

const countIn = (headers: Headers, name: string): number | undefined => {
  const text = headers.get(name);
  return text === null ? undefined : Number(text);
};
