import type { ProjectId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';
import type { Role } from '../../domain/access/permissions.js';
import type { Administrators, Projects } from './ports.js';

export interface Membership {
  administrator: boolean;
  projects: ReadonlyMap<ProjectId, Role>;
}

/** What users are, where. */
export abstract class Memberships {
  /** No older than two seconds. */
  abstract of(userId: string): Promise<Membership>;
}

/** A change is effective everywhere within five seconds: this, and the time of a request. */
const freshMs: Millis = 2_000;
const mostKept = 10_000;

/** Asks the store at most once per user in two seconds. */
export class KeptMemberships extends Memberships {
  private readonly kept = new Map<string, { at: Millis; answer: Promise<Membership> }>();

  constructor(
    private readonly projects: Projects,
    private readonly administrators: Administrators,
    private readonly clock: Clock,
  ) {
    super();
  }

  of(userId: string): Promise<Membership> {
    const now = this.clock.monotonic();
    const known = this.kept.get(userId);
    if (known && now - known.at < freshMs) return known.answer;
    const answer = this.ask(userId);
    this.keep(userId, { at: now, answer });
    // Nobody is told twice of one failure.
    answer.catch(() => {
      if (this.kept.get(userId)?.answer === answer) this.kept.delete(userId);
    });
    return answer;
  }

  /** What was changed here is seen here at once. */
  forget(userId?: string): void {
    if (userId === undefined) this.kept.clear();
    else this.kept.delete(userId);
  }

  private keep(userId: string, row: { at: Millis; answer: Promise<Membership> }): void {
    this.kept.delete(userId);
    this.kept.set(userId, row);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
  }

  private async ask(userId: string): Promise<Membership> {
    const [projects, administrator] = await Promise.all([
      this.projects.rolesOf(userId),
      this.administrators.has(userId),
    ]);
    return { administrator, projects };
  }
}
