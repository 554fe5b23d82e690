import { defaultProject, isSlug, type ProjectId } from '@switchyard/contracts';
import { isSortableId, never } from '@switchyard/kernel';
import { decide } from '../../domain/access/decide.js';
import type { Permission, PlatformPermission } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import type { ObjectKind, ProjectOf } from '../../app/access/project-of.js';
import { unknownPipeline } from '../pipeline-answers.js';
import { unknownExecution } from '../refused.js';
import { badWord, notAllowed, outOfScope, unknownProject, whichProject } from './faults.js';
import type { Scope } from './scope.js';

type Wish = Permission | PlatformPermission;

/** What of a request says where it belongs. */
export interface Asking {
  params: unknown;
  query: unknown;
  body: unknown;
}

const unknownObject: Record<ObjectKind, (id: string) => Error> = {
  pipeline: unknownPipeline,
  execution: unknownExecution,
};

/** Decides whether a request goes on, and for which project. */
export class Admission {
  constructor(private readonly projectOf: ProjectOf) {}

  /**
   * @returns the project it is for; undefined for the whole platform, and where the project of an object needs no look.
   * @throws HttpFault 404 for what the caller must not know of, 403 for what it may not do, 400 for a project it must name
   */
  async admit(principal: Principal, wish: Wish, scope: Scope, asking: Asking): Promise<ProjectId | undefined> {
    switch (scope) {
      case 'platform':
        return this.decided(principal, wish);
      case 'path':
        return this.inProject(principal, wish, wordOf(asking.params, 'project'));
      case 'named':
        return this.inProject(principal, wish, named(asking));
      case 'pipeline':
      case 'execution':
        return this.ofObject(principal, wish, scope, wordOf(asking.params, 'id') ?? '');
      case 'handler':
        // What the query names is decided here already, the rest where it is known.
        return named(asking) === undefined ? undefined : this.inProject(principal, wish, named(asking));
      default:
        return never(scope);
    }
  }

  /** For a project that is named, or for the caller's own. */
  inProject(principal: Principal, wish: Wish, name: string | undefined): ProjectId | undefined {
    if (name !== undefined && !isSlug(name)) {
      // Who may see everything is told by the route's own check, with all that is wrong.
      if (principal.administrator) return this.decided(principal, wish);
      throw badWord('project', '1 to 63 lower-case letters, digits or dashes');
    }
    return this.decided(principal, wish, (name as ProjectId | undefined) ?? ownProject(principal));
  }

  private decided(principal: Principal, wish: Wish, project?: ProjectId): ProjectId | undefined {
    const decision = decide(principal, wish, project);
    if (decision === 'yes') return project;
    throw refusalOf(decision, principal, wish, project) ?? unknownProject(project ?? defaultProject);
  }

  private async ofObject(principal: Principal, wish: Wish, kind: ObjectKind, id: string): Promise<undefined> {
    // Whoever may see everything learns from the object itself that it is not there.
    if (principal.administrator) return void this.decided(principal, wish);
    if (!isSortableId(id)) throw badWord('id', 'an id of 26 characters');
    const project = await this.projectOf.find(kind, id);
    const decision = project === undefined ? 'hidden' : decide(principal, wish, project);
    if (decision === 'yes') return undefined;
    throw refusalOf(decision, principal, wish, project) ?? unknownObject[kind](id);
  }
}

/** @returns undefined for what is hidden. */
const refusalOf = (
  decision: 'hidden' | 'not-allowed' | 'out-of-scope',
  principal: Principal,
  wish: Wish,
  project?: ProjectId,
): Error | undefined => {
  if (decision === 'hidden') return undefined;
  return decision === 'not-allowed' ? notAllowed(wish, project) : outOfScope(wish, principal);
};

/** Of a request that names none: all for an administrator, else the only one or `default`. */
const ownProject = (principal: Principal): ProjectId | undefined => {
  const { administrator, projects } = principal;
  if (administrator) return undefined;
  const [only] = projects.keys();
  if (projects.size === 1) return only;
  if (projects.size === 0 || projects.has(defaultProject)) return defaultProject;
  throw whichProject(principal);
};

/** The body is stronger than the query. */
const named = ({ body, query }: Asking): string | undefined => wordOf(body, 'project') ?? wordOf(query, 'project');

/** Anything but text is refused by the door's own check of the route. */
const wordOf = (among: unknown, name: string): string | undefined => {
  if (typeof among !== 'object' || among === null || !Object.hasOwn(among, name)) return undefined;
  const word = (among as Record<string, unknown>)[name];
  return typeof word === 'string' ? word : undefined;
};
