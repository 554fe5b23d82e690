import type { ExecutionId, PipelineId, ProjectId } from '@switchyard/contracts';
import type { ExecutionService, PipelineService, TemplateLibrary, WebhookTokens } from '../ports.js';

/** What changes are made to. */
export type Audible =
  | 'pipeline'
  | 'execution'
  | 'template'
  | 'webhook-token'
  | 'secret'
  | 'project'
  | 'member'
  | 'administrator'
  | 'user'
  | 'session'
  | 'invitation'
  | 'token'
  | 'master-key'
  | 'delivery'
  | 'notification'
  | 'cache'
  | 'connector';

/** What a change is made to, as its request names it. */
export interface Snapshot {
  kind: Audible;
  id: string;
  project: ProjectId;
}

export interface Seen {
  name?: string;
  project?: string;
  /** What the audit keeps of it; undefined where there is none. */
  state?: object;
}

/** Looks at things before they are changed. */
export class Snapshots {
  constructor(
    private readonly pipelines: PipelineService,
    private readonly executions: ExecutionService,
    private readonly library: TemplateLibrary,
    private readonly tokens: WebhookTokens,
  ) {}

  take({ kind, id, project }: Snapshot): Promise<Seen> {
    switch (kind) {
      case 'pipeline':
        return this.pipeline(id as PipelineId);
      case 'execution':
        return this.execution(id as ExecutionId);
      case 'template':
        return this.template(project, id);
      case 'webhook-token':
        return this.token(id as PipelineId);
      default:
        return Promise.resolve({});
    }
  }

  private async pipeline(id: PipelineId): Promise<Seen> {
    const found = await this.pipelines.get(id);
    if (found.result === 'missing') return {};
    const { name, project } = found.pipeline;
    return { name, project, state: found.pipeline };
  }

  /** Its steps are its own, and long: only how it stands. */
  private async execution(id: ExecutionId): Promise<Seen> {
    const found = await this.executions.get(id);
    if (!found) return {};
    const { pipelineName: name, project, status, rev } = found;
    return { name, project, state: { status, rev } };
  }

  private async template(project: ProjectId, name: string): Promise<Seen> {
    const found = await this.library.get({ project, name });
    return found.result === 'found' ? { name, project, state: found.template } : { name, project };
  }

  private async token(id: PipelineId): Promise<Seen> {
    const [{ name, project }, kept] = await Promise.all([this.pipeline(id), this.tokens.find(id)]);
    return {
      ...(name === undefined ? {} : { name }),
      ...(project === undefined ? {} : { project }),
      ...(kept ? { state: { createdAt: kept.createdAt, createdBy: kept.createdBy } } : {}),
    };
  }
}
