import type { ProjectId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';
import type { HandOver } from './hand-over.js';
import type { ExecutionService } from './ports.js';

/** How long an answer of the execution service is good for while the limit is far. */
const freshMs: Millis = 1_000;
/** From this share of the limit on, every trigger asks anew. */
const near = 0.9;

interface Known {
  queued: number;
  at: Millis;
  /** Accepted here since. */
  since: number;
}

/** Refuses new work of a project that has too much in line. Replicas may let a few more pass than the limit says. */
export class QueueLimit {
  private readonly known = new Map<ProjectId, Known>();

  constructor(
    private readonly executions: ExecutionService,
    private readonly handOver: HandOver,
    private readonly clock: Clock,
    readonly most: number,
  ) {}

  /** @returns how many are queued, where that is too many. */
  async exceeded(project: ProjectId): Promise<number | undefined> {
    const known = this.known.get(project);
    const isOld = !known || this.clock.monotonic() - known.at > freshMs;
    const current = isOld || known.queued + known.since >= this.most * near ? await this.ask(project) : known;
    const queued = current.queued + current.since;
    return queued >= this.most ? queued : undefined;
  }

  accepted(project: ProjectId): void {
    const known = this.known.get(project);
    if (known) known.since += 1;
  }

  /** Nothing is refused because the execution service is away: what is accepted waits for it. */
  private async ask(project: ProjectId): Promise<Known> {
    const pending = this.handOver.pendingOf(project);
    const load = await this.executions.load(project).catch(() => undefined);
    const known = { queued: load ? load.queued + pending : 0, at: this.clock.monotonic(), since: 0 };
    this.known.set(project, known);
    return known;
  }
}
