import { randomBytes } from 'node:crypto';
import type { ApplyPipeline as Message, ApplyPipelineReply, PipelineId } from '@switchyard/contracts';
import { type Clock, Fault, isoTime, reach, sortableId } from '@switchyard/kernel';
import type { FileParser, Pipelines, PipelineWatcher, StoredPipeline } from './ports.js';
import { viewOf } from './pipeline-view.js';

/** Others may change the same pipeline meanwhile; that often is a mistake. */
const mostTries = 20;

/** Creates the pipeline a file names, or gives it a new version when the text differs. */
export class ApplyPipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly files: FileParser,
    private readonly clock: Clock,
    private readonly watcher: PipelineWatcher,
  ) {}

  async run(message: Message): Promise<ApplyPipelineReply> {
    const { model, findings } = await this.files.parse(message.yaml);
    reach('pipeline.apply.parsed');
    if (!model) return { result: 'invalid', findings };
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const current = await this.pipelines.findByName(message.project, model.name);
      if (current?.yaml === message.yaml) {
        await this.watcher.changed(current);
        return { result: 'unchanged', pipeline: viewOf(current, model), findings };
      }
      const stored = await this.write(current, model.name, message);
      reach('pipeline.apply.afterWrite');
      if (!stored) continue;
      await this.watcher.changed(stored);
      return { result: current ? 'updated' : 'created', pipeline: viewOf(stored, model), findings };
    }
    throw new Fault({
      code: 'too-contended',
      message: `the pipeline ${model.name} is being changed by others`,
      blame: 'platform',
      retry: true,
    });
  }

  private write(
    current: StoredPipeline | undefined,
    name: string,
    { project, yaml, author }: Message,
  ): Promise<StoredPipeline | undefined> {
    const now = this.clock.now();
    const version = { yaml, author, at: isoTime(now) };
    if (current) return this.pipelines.update(current, version);
    return this.pipelines.create(sortableId(now, randomBytes(16)) as PipelineId, project, name, version);
  }
}
