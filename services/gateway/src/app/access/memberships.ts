import type { ProjectId } from '@switchyard/contracts';
import { type Clock, Fresh, type Millis } from '@switchyard/kernel';
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
  private readonly kept: Fresh<string, Membership>;

  constructor(
    private readonly projects: Projects,
    private readonly administrators: Administrators,
    clock: Clock,
  ) {
    super();
    this.kept = new Fresh(userId => this.ask(userId), clock, { freshMs, most: mostKept });
  }

  of(userId: string): Promise<Membership> {
    return this.kept.get(userId);
  }

  /** What was changed here is seen here at once. */
  forget(userId?: string): void {
    if (userId === undefined) this.kept.forgetAll();
    else this.kept.forget(userId);
  }

  private async ask(userId: string): Promise<Membership> {
    const [projects, administrator] = await Promise.all([
      this.projects.rolesOf(userId),
      this.administrators.has(userId),
    ]);
    return { administrator, projects };
  }
}
