import type { AttemptId, ProjectId } from '@switchyard/contracts';

export interface InLine {
  attemptId: AttemptId;
  project: ProjectId;
}

/** Attempts that wait for their bell: first come first served within a project, and projects by turns. */
export class Line<Entry extends InLine> {
  /** Whose turn it is next stands first. */
  private readonly projects = new Map<ProjectId, Map<AttemptId, Entry>>();

  get isEmpty(): boolean {
    return this.projects.size === 0;
  }

  /** A second time changes nothing. */
  add(entry: Entry): void {
    const mine = this.projects.get(entry.project) ?? new Map<AttemptId, Entry>();
    if (!mine.has(entry.attemptId)) mine.set(entry.attemptId, entry);
    this.projects.set(entry.project, mine);
  }

  next(): Entry | undefined {
    const [turn] = this.projects;
    if (!turn) return undefined;
    const [project, mine] = turn;
    const [first] = mine.values();
    this.projects.delete(project);
    if (!first) return this.next();
    mine.delete(first.attemptId);
    // To the end of the round.
    if (mine.size > 0) this.projects.set(project, mine);
    return first;
  }

  remove({ attemptId, project }: InLine): void {
    const mine = this.projects.get(project);
    if (mine?.delete(attemptId) && mine.size === 0) this.projects.delete(project);
  }
}
