import type { ProjectId } from '@switchyard/contracts';
import { type Clock, Fresh, type Millis } from '@switchyard/kernel';

/** What another process has changed is known here by then. */
export const freshMs: Millis = 1_000;
const mostKept = 1_000;

/** Whether anybody of a project, or of all projects, wants to hear of something. */
type Ask = (project?: ProjectId) => Promise<boolean>;

/**
 * Remembers for a second whether anybody wants to hear of executions, so that those nobody waits for cost no look at the
 * store: where nobody of all projects does, no project is asked for, and who asks meanwhile shares one look. What this
 * process changes is seen at once; what another one changes, one second later at the latest, and the sweep, which goes
 * over the same executions again, makes good what was passed over in that second.
 */
export class KeptInterest {
  private readonly kept: Fresh<ProjectId | undefined, boolean>;

  constructor(ask: Ask, clock: Clock) {
    this.kept = new Fresh(ask, clock, { freshMs, most: mostKept });
  }

  async any(project?: ProjectId): Promise<boolean> {
    if (!(await this.kept.get(undefined))) return false;
    return project === undefined || this.kept.get(project);
  }

  /** Does the change, and forgets what was known before it. */
  async over<Result>(change: Promise<Result>): Promise<Result> {
    try {
      return await change;
    } finally {
      // Also where it failed: it may have been made all the same.
      this.kept.forgetAll();
    }
  }
}
