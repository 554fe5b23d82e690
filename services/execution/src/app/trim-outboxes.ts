import type { ExecutionId } from '@switchyard/contracts';
import { type Millis, reach } from '@switchyard/kernel';
import { Executions } from './ports.js';

/** Most executions change again within this, and their next write leaves out what is published. */
const waitMs: Millis = 200;

/**
 * Forgets published events, of many executions at once and a little later: until then this process knows what it has
 * published, and a crash means that it is published again, under the same ids.
 */
export class TrimOutboxes {
  /** The newest published rev, where the store may still hold events up to it. */
  private readonly untrimmed = new Map<ExecutionId, number>();
  private readonly due = new Set<ExecutionId>();
  private timer: NodeJS.Timeout | undefined;
  private trimming: Promise<void> = Promise.resolve();

  constructor(
    private readonly executions: Executions,
    private readonly trouble: (id: ExecutionId, error: unknown) => void,
  ) {}

  /** 0 where the store's outbox holds nothing that this process has published. */
  published(id: ExecutionId): number {
    return this.untrimmed.get(id) ?? 0;
  }

  /** Events up to `rev` are published. */
  later(id: ExecutionId, rev: number): void {
    this.untrimmed.set(id, rev);
    this.due.add(id);
    this.timer ??= setTimeout(() => void this.now(), waitMs);
  }

  /** Resolves when what was published until now is forgotten, or the sweep will have to say so again. */
  now(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.trimming = this.trimming.then(() => this.trim()));
  }

  private async trim(): Promise<void> {
    const trims = [...this.due].map(id => ({ id, rev: this.published(id) }));
    this.due.clear();
    if (trims.length === 0) return;
    try {
      await this.executions.trim(trims);
    } catch (error) {
      for (const { id } of trims) this.trouble(id, error);
      return;
    }
    reach('execution.publish.afterTrim');
    for (const { id, rev } of trims) if (this.published(id) === rev) this.untrimmed.delete(id);
  }
}
