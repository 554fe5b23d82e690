import type { ExecutionId, TraceAnswer } from '@switchyard/contracts';
import type { ExecutionService } from './ports.js';

/** Where an address of traces has the trace's id. */
export const traceIdPlace = '{traceId}';

/** The trace of an execution, and where people can look at it. */
export class FindTrace {
  /** @param viewer an address with {@link traceIdPlace} in it; undefined: nobody said. */
  constructor(
    private readonly executions: Pick<ExecutionService, 'events'>,
    private readonly viewer: string | undefined,
  ) {}

  /** An empty answer also where there is no such execution. */
  async run(id: ExecutionId): Promise<TraceAnswer> {
    const [first] = await this.executions.events(id, 0, 1);
    const traceId = traceIdIn(first?.traceparent);
    if (traceId === undefined) return {};
    return { traceId, ...(this.viewer === undefined ? {} : { url: this.viewer.replaceAll(traceIdPlace, traceId) }) };
  }
}

/** `<version>-<trace>-<span>-<flags>` (w3.org/TR/trace-context). */
const traceIdIn = (traceparent: string | undefined): string | undefined =>
  /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent ?? '')?.[1];
