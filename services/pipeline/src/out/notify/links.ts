import type { NotifyFacts } from '../../domain/notify/notification.js';

/** Where people find an execution. */
export class Links {
  /** @param base the address of the platform as people know it, without a path; undefined: nobody said. */
  constructor(private readonly base: string | undefined) {}

  of({ executionId }: NotifyFacts): string | undefined {
    return this.base === undefined ? undefined : `${this.base}/api/ci/executions/${executionId}`;
  }
}
