import type { ExecutionId } from '@switchyard/contracts';
import { Clock, Fault, reach, sleep, waitBefore } from '@switchyard/kernel';
import type { Command, Decision } from '../domain/commands.js';
import { decide } from '../domain/decide.js';
import { envelopes } from '../domain/envelope.js';
import type { Change, Execution } from '../domain/execution.js';
import type { Moment } from '../domain/moment.js';
import { Executions, type StoredExecution } from './ports.js';

interface Waiting {
  command: Command;
  traceparent: string | undefined;
  resolve: (decision: Decision) => void;
  reject: (error: unknown) => void;
}

/** Told of every commit, in order per execution. Must not throw. */
export abstract class Committed {
  abstract tell(stored: StoredExecution): void;
}

/** Another process may win a few times in a row; after that something is wrong. */
const mostTries = 50;
/** Executions whose last committed state is kept in memory. */
const mostCached = 2_000;

/**
 * The only way to change an execution. Commands for one execution that arrive while another is being committed are
 * decided together and committed at once, so that a wide fan-out does not race with itself.
 */
export class ExecutionWriter {
  private readonly queues = new Map<ExecutionId, Waiting[]>();
  private readonly cache = new Map<ExecutionId, StoredExecution>();

  constructor(
    private readonly executions: Executions,
    private readonly committed: Committed,
    private readonly clock: Clock,
    private readonly chance: () => number,
  ) {}

  /** Resolves after the commit. A decision that changes nothing is not written. */
  submit(id: ExecutionId, command: Command, traceparent?: string): Promise<Decision> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { command, traceparent, resolve, reject };
      const queue = this.queues.get(id);
      if (queue) return void queue.push(waiting);
      this.queues.set(id, [waiting]);
      void this.work(id);
    });
  }

  /** An execution as this process knows it: perhaps not its newest state. */
  async known(id: ExecutionId): Promise<Execution | undefined> {
    const cached = this.cache.get(id);
    if (cached) return cached.execution;
    const found = await this.executions.find(id);
    // Whoever wrote meanwhile knows better.
    if (found && !this.cache.has(id)) this.remember(id, found);
    return found?.execution;
  }

  /** The events up to `rev` are published: the cached outbox shrinks too. */
  published(id: ExecutionId, rev: number): void {
    const cached = this.cache.get(id);
    if (cached) this.remember(id, { ...cached, outbox: cached.outbox.filter(event => event.data.rev > rev) });
  }

  private async work(id: ExecutionId): Promise<void> {
    for (let batch = this.queues.get(id)?.splice(0); batch?.length; batch = this.queues.get(id)?.splice(0)) {
      const taken = batch;
      await this.commit(id, taken).then(
        decisions => taken.forEach((waiting, index) => waiting.resolve(decisions[index] as Decision)),
        (error: unknown) => taken.forEach(waiting => waiting.reject(error)),
      );
    }
    this.queues.delete(id);
  }

  private async commit(id: ExecutionId, batch: Waiting[]): Promise<Decision[]> {
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      const cached = this.cache.get(id);
      const before = cached ?? (await this.stands(id, batch, attempt));
      const { decisions, after, changes } = this.decideAll(before?.execution, batch);
      if (!after || after === before?.execution) {
        if (cached && this.isDoubtful(id, decisions)) continue;
        return decisions;
      }
      if (await this.written(before, this.stored(before, after, changes, batch))) return decisions;
      this.cache.delete(id);
      await sleep(waitBefore(attempt, { initialMs: 2, factor: 2, maxMs: 100 }, this.chance()));
    }
    throw new Fault({
      code: 'too-contended',
      message: `execution ${id} changes too fast`,
      blame: 'platform',
      retry: true,
    });
  }

  /** What is to be created is not there, unless it is created a second time: then the store refuses it, and is asked. */
  private async stands(id: ExecutionId, [first]: Waiting[], attempt: number): Promise<StoredExecution | undefined> {
    return first?.command.type === 'create' && attempt === 1 ? undefined : this.executions.find(id);
  }

  /** A refusal from memory may be out of date: another process may have written since. Forgets what it rested on. */
  private isDoubtful(id: ExecutionId, decisions: Decision[]): boolean {
    return decisions.some(decision => !decision.ok) && this.cache.delete(id);
  }

  private decideAll(before: Execution | undefined, batch: Waiting[]) {
    const changes: Change[] = [];
    const moment: Moment = { now: this.clock.now(), chance: this.chance() };
    let after = before;
    const decisions = batch.map(({ command }) => {
      const decision = decide(after, command, moment);
      if (decision.ok) {
        after = decision.next;
        changes.push(...decision.changes);
      }
      return decision;
    });
    return { decisions, after, changes };
  }

  private stored(
    before: StoredExecution | undefined,
    after: Execution,
    changes: Change[],
    batch: Waiting[],
  ): StoredExecution {
    const traceparent = before ? before.traceparent : batch[0]?.traceparent;
    const events = envelopes(after.view, before?.execution.view.rev ?? 0, changes, traceparent);
    return {
      execution: after,
      outbox: [...(before?.outbox ?? []), ...events],
      ...(traceparent ? { traceparent } : {}),
    };
  }

  private async written(before: StoredExecution | undefined, after: StoredExecution): Promise<boolean> {
    const { executions } = this;
    reach('execution.writer.beforeCommit');
    const won = await (before ? executions.replace(before.execution, after) : executions.insert(after));
    if (!won) return false;
    reach('execution.writer.afterCommit');
    this.remember(after.execution.view.id, after);
    this.committed.tell(after);
    return true;
  }

  private remember(id: ExecutionId, stored: StoredExecution): void {
    this.cache.delete(id);
    this.cache.set(id, stored);
    if (this.cache.size <= mostCached) return;
    const [oldest] = this.cache.keys();
    if (oldest) this.cache.delete(oldest);
  }
}
