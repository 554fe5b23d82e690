import type { ProjectId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';
import type { HandOver } from './hand-over.js';
import type { ExecutionService } from './ports.js';

/** How long an answer of the execution service is good for while the limit is far, and how long while it is near. */
const farMs: Millis = 1_000;
export const nearMs: Millis = 250;
/** From this share of the limit on, it is near. */
const near = 0.9;

interface Known {
  queued: number;
  at: Millis;
  /** Places taken here since. */
  since: number;
}

/** A place in line, until what has it is handed over or was not accepted after all. To be settled once. */
export interface Place {
  settle(isAccepted: boolean): void;
}

/**
 * Refuses new work of a project that has too much in line. One question at a time goes to the execution service for each
 * project, a few a second at most however much comes, and what is accepted here meanwhile is counted here: one gateway
 * lets nothing pass beyond the limit, and several what the others accept within a quarter of a second. While triggers are on
 * their way some may be counted twice, and the last few places given only once they have arrived.
 */
export class QueueLimit {
  private readonly known = new Map<ProjectId, Known>();
  private readonly asking = new Map<ProjectId, { since: number; done: Promise<void> }>();
  /** Places of what is not handed over yet. */
  private readonly reserved = new Map<ProjectId, number>();

  constructor(
    private readonly executions: ExecutionService,
    private readonly handOver: HandOver,
    private readonly clock: Clock,
    readonly most: number,
  ) {}

  /** @returns how many are queued, where that is too many. */
  exceeded(project: ProjectId): Promise<number | undefined> {
    return this.onceKnown(project, known => this.tooMany(known));
  }

  /** @returns how many are queued, where that is too many; else a place, which nobody else gets. */
  take(project: ProjectId): Promise<Place | number> {
    return this.onceKnown(project, known => this.tooMany(known) ?? this.place(project, known));
  }

  /** Counts what was accepted without a place. */
  accepted(project: ProjectId): void {
    for (const one of [this.known.get(project), this.asking.get(project)]) if (one) one.since += 1;
  }

  /** Asks already, where somebody who comes next would have to wait for an answer. */
  lookAhead(project: ProjectId): void {
    const known = this.known.get(project);
    if (!known || !this.isGood(known)) void this.ask(project);
  }

  /** Acts on what is known in the same breath as it is looked at. */
  private async onceKnown<Result>(project: ProjectId, act: (known: Known) => Result): Promise<Result> {
    for (;;) {
      const known = this.known.get(project);
      if (known && this.isGood(known)) return act(known);
      await this.ask(project);
    }
  }

  /** Some of those since may have left the line already: nobody is refused for them before one has asked. */
  private isGood({ queued, since, at }: Known): boolean {
    const age = this.clock.monotonic() - at;
    const inLine = queued + since;
    if (inLine >= this.most) return since === 0 && age <= nearMs;
    return age <= (inLine >= this.most * near ? nearMs : farMs);
  }

  private tooMany({ queued, since }: Known): number | undefined {
    return queued + since >= this.most ? queued + since : undefined;
  }

  private place(project: ProjectId, known: Known): Place {
    known.since += 1;
    this.reserved.set(project, this.reservedOf(project) + 1);
    return { settle: isAccepted => this.settled(project, known, isAccepted) };
  }

  private settled(project: ProjectId, then: Known, isAccepted: boolean): void {
    const left = this.reservedOf(project) - 1;
    if (left > 0) this.reserved.set(project, left);
    else this.reserved.delete(project);
    if (isAccepted) return;
    const now = this.known.get(project);
    if (now === then) now.since -= 1;
    else if (now) now.queued = Math.max(0, now.queued - 1);
  }

  private reservedOf(project: ProjectId): number {
    return this.reserved.get(project) ?? 0;
  }

  /** Nothing is refused because the execution service is away: what is accepted waits for it. */
  private ask(project: ProjectId): Promise<void> {
    const asked = this.asking.get(project);
    if (asked) return asked.done;
    const pending = this.handOver.pendingOf(project) + this.reservedOf(project);
    const done = this.executions.load(project).then(
      ({ queued }) => this.answered(project, queued + pending),
      () => this.answered(project, 0),
    );
    this.asking.set(project, { since: 0, done });
    return done;
  }

  private answered(project: ProjectId, queued: number): void {
    const since = this.asking.get(project)?.since ?? 0;
    this.asking.delete(project);
    this.known.set(project, { queued, at: this.clock.monotonic(), since });
  }
}
