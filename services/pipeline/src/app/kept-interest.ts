import type { ProjectId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';

/** What another process has changed is known here by then. */
export const freshMs: Millis = 1_000;
const mostKept = 1_000;

/** Whether anybody of a project, or of all projects, wants to hear of something. */
type Ask = (project?: ProjectId) => Promise<boolean>;

interface Kept {
  answer: Promise<boolean>;
  until: Millis;
}

/**
 * Remembers for a second whether anybody wants to hear of executions, so that those nobody waits for cost no look at the
 * store: where nobody of all projects does, no project is asked for, and who asks meanwhile shares one look. What this
 * process changes is seen at once; what another one changes, one second later at the latest, and the sweep, which goes
 * over the same executions again, makes good what was passed over in that second.
 */
export class KeptInterest {
  private readonly kept = new Map<ProjectId | undefined, Kept>();

  constructor(
    private readonly ask: Ask,
    private readonly clock: Clock,
  ) {}

  async any(project?: ProjectId): Promise<boolean> {
    if (!(await this.known(undefined))) return false;
    return project === undefined || this.known(project);
  }

  /** Does the change, and forgets what was known before it. */
  async over<Result>(change: Promise<Result>): Promise<Result> {
    try {
      return await change;
    } finally {
      // Also where it failed: it may have been made all the same.
      this.kept.clear();
    }
  }

  private known(project: ProjectId | undefined): Promise<boolean> {
    const known = this.kept.get(project);
    if (known && this.clock.monotonic() < known.until) return known.answer;
    const asked: Kept = { answer: this.ask(project), until: this.clock.monotonic() + freshMs };
    this.kept.delete(project);
    this.kept.set(project, asked);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept) this.kept.delete(oldest);
    asked.answer.catch(() => {
      if (this.kept.get(project) === asked) this.kept.delete(project);
    });
    return asked.answer;
  }
}
