import type { ProjectId } from '@switchyard/contracts';
import type { Role } from '../../domain/access/permissions.js';
import type { Project } from '../../domain/access/project.js';

/** Projects with their members. */
export abstract class Projects {
  /** @returns false when the id is taken, also by a project that is deleted. */
  abstract add(project: Project): Promise<boolean>;
  /** Also one that is deleted. */
  abstract find(id: ProjectId): Promise<Project | undefined>;
  /** By id, without the deleted; all of them unless told among which. */
  abstract list(page: { after?: ProjectId; limit: number; among?: ProjectId[] }): Promise<Project[]>;
  /** @returns false, and nothing is changed, unless the kept one has the rev before this one's. */
  abstract replace(project: Project): Promise<boolean>;
  /** What a user is, in all projects that are not deleted. */
  abstract rolesOf(userId: string): Promise<Map<ProjectId, Role>>;
}

/** The users who may do everything everywhere. */
export abstract class Administrators {
  abstract has(userId: string): Promise<boolean>;
  /** Harmless when it is so already. */
  abstract set(userId: string, administrator: boolean): Promise<void>;
}

/** Who there is to let in. */
export abstract class UserNames {
  /** By the id or the sign-in name; undefined when nobody is called so. */
  abstract find(who: string): Promise<{ id: string; name: string } | undefined>;
  /** Ids to names; an id without a name is left out. */
  abstract namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
