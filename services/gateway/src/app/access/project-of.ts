import type { ExecutionId, PipelineId, ProjectId } from '@switchyard/contracts';
import type { PipelineService } from '../ports.js';
import type { ReadExecution } from '../read-execution.js';

export const objectKinds = ['pipeline', 'execution'] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** Where things belong. */
export abstract class ProjectOf {
  /** @returns undefined when there is no such object. */
  abstract find(kind: ObjectKind, id: string): Promise<ProjectId | undefined>;
}

const mostKept = 20_000;

/** Nothing ever moves to another project, so each is asked for once. */
export class KeptProjectOf extends ProjectOf {
  private readonly kept = new Map<string, ProjectId>();

  constructor(
    private readonly pipelines: PipelineService,
    private readonly reading: ReadExecution,
  ) {
    super();
  }

  async find(kind: ObjectKind, id: string): Promise<ProjectId | undefined> {
    const key = `${kind}:${id}`;
    const project = this.kept.get(key) ?? (await this.ask(kind, id));
    if (project !== undefined) this.keep(key, project);
    return project;
  }

  /** Whoever has made one knows where it belongs. */
  note(kind: ObjectKind, id: string, project: ProjectId): void {
    this.keep(`${kind}:${id}`, project);
  }

  private keep(key: string, project: ProjectId): void {
    this.kept.set(key, project);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
  }

  private async ask(kind: ObjectKind, id: string): Promise<ProjectId | undefined> {
    if (kind === 'execution') return (await this.reading.begun(id as ExecutionId))?.project;
    const found = await this.pipelines.get(id as PipelineId);
    return found.result === 'missing' ? undefined : found.pipeline.project;
  }
}
