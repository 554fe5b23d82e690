import { defaultProject, type ProjectId } from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import type { Principal } from '../../domain/access/principal.js';
import { deleted, type Project, renamed } from '../../domain/access/project.js';
import type { PipelineService } from '../ports.js';
import { changeProject, type Changed } from './change-project.js';
import type { KeptMemberships } from './memberships.js';
import type { Projects } from './ports.js';

/** Makes, shows and ends projects. */
export class KeepProjects {
  constructor(
    private readonly projects: Projects,
    private readonly memberships: KeptMemberships,
    private readonly pipelines: PipelineService,
    private readonly clock: Clock,
  ) {}

  /** What everything belongs to that names no project is there from the first start on. */
  async prepare(): Promise<void> {
    if (await this.projects.find(defaultProject)) return;
    await this.projects.add(this.first(defaultProject, defaultProject, 'switchyard'));
  }

  /** A user who makes one owns it. @returns undefined when the id is taken, also by one that was deleted. */
  async create(id: ProjectId, name: string, by: Principal): Promise<Project | undefined> {
    const bare = this.first(id, name, by.name);
    const { createdAt: addedAt, createdBy: addedBy } = bare;
    const members = by.kind === 'user' ? [{ user: by.id, role: 'owner' as const, addedAt, addedBy }] : [];
    const project = { ...bare, members };
    if (!(await this.projects.add(project))) return undefined;
    this.memberships.forget(by.id);
    return project;
  }

  /** Those that the caller may see, by id. */
  list(by: Principal, page: { after?: ProjectId; limit: number }): Promise<Project[]> {
    return this.projects.list(by.administrator ? page : { ...page, among: [...by.projects.keys()] });
  }

  /** @returns undefined also when it was deleted. */
  async get(id: ProjectId): Promise<Project | undefined> {
    const project = await this.projects.find(id);
    return project?.deleted ? undefined : project;
  }

  rename(id: ProjectId, name: string): Promise<Changed> {
    return changeProject(this.projects, id, project => renamed(project, name));
  }

  /** Its history stays. What still runs by itself must be deleted first, since nobody could stop it afterwards. */
  async remove(id: ProjectId, by: Principal): Promise<Changed | { result: 'has-pipelines'; pipeline: string }> {
    const { pipelines } = await this.pipelines.list({ project: id, limit: 1 });
    const [pipeline] = pipelines;
    if (pipeline) return { result: 'has-pipelines', pipeline: pipeline.name };
    const mark = { actor: by.name, at: isoTime(this.clock.now()) };
    const changed = await changeProject(this.projects, id, project => deleted(project, mark));
    if (changed.result === 'changed') this.memberships.forget();
    return changed;
  }

  private first(id: ProjectId, name: string, createdBy: string): Project {
    return { id, name, createdAt: isoTime(this.clock.now()), createdBy, members: [], rev: 1 };
  }
}
