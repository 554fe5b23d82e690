import type { ChangeTemplateReply, PutTemplate, RemoveTemplate, TemplateView } from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import { untilWritten } from './contention.js';
import type { StoredTemplate, Templates } from './ports.js';

/** Changes the template library of a project. Pipelines keep the texts they were applied with. */
export class KeepTemplates {
  constructor(
    private readonly templates: Templates,
    private readonly clock: Clock,
  ) {}

  /** One that was deleted comes back with its next version. */
  put(wish: PutTemplate): Promise<ChangeTemplateReply> {
    return untilWritten<ChangeTemplateReply>(`the template ${wish.name}`, async () => {
      const current = await this.templates.find(wish.project, wish.name);
      const live = current?.deleted ? undefined : current;
      if (isStale(live, wish.ifVersion))
        return live ? { result: 'stale', version: live.version } : { result: 'missing' };
      if (live?.text === wish.text) return { result: 'unchanged', template: templateView(live) };
      const next = this.next(wish, current);
      if (!(await this.templates.put(current, next))) return undefined;
      return { result: live ? 'updated' : 'created', template: templateView(next) };
    });
  }

  remove({ project, name, actor, ifVersion }: RemoveTemplate): Promise<ChangeTemplateReply> {
    return untilWritten<ChangeTemplateReply>(`the template ${name}`, async () => {
      const current = await this.templates.find(project, name);
      if (!current || current.deleted) return { result: 'missing' };
      if (isStale(current, ifVersion)) return { result: 'stale', version: current.version };
      const next = { ...current, deleted: { actor, at: isoTime(this.clock.now()) } };
      if (!(await this.templates.put(current, next))) return undefined;
      return { result: 'deleted', template: templateView(next) };
    });
  }

  private next(
    { project, name, text, actor, message }: PutTemplate,
    current: StoredTemplate | undefined,
  ): StoredTemplate {
    return {
      project,
      name,
      version: (current?.version ?? 0) + 1,
      text,
      author: actor,
      at: isoTime(this.clock.now()),
      ...(message === undefined ? {} : { message }),
    };
  }
}

const isStale = (current: StoredTemplate | undefined, ifVersion: number | undefined): boolean =>
  ifVersion !== undefined && current?.version !== ifVersion;

export const templateView = ({ project, name, version, author, at, message }: StoredTemplate): TemplateView => ({
  project,
  name,
  version,
  author,
  at,
  ...(message === undefined ? {} : { message }),
});
