import type { ProjectId } from '@switchyard/contracts';
import type { Role } from '../../domain/access/permissions.js';

/** What users may, by project. */
export abstract class Memberships {
  /** Nothing for a user who is in no project. */
  abstract of(userId: string): Promise<{ administrator: boolean; projects: ReadonlyMap<ProjectId, Role> }>;
}
