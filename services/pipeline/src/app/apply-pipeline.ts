import { randomBytes } from 'node:crypto';
import type { ApplyPipeline as Message, ApplyPipelineReply, PipelineId } from '@switchyard/contracts';
import { type Clock, isoTime, reach, sortableId } from '@switchyard/kernel';
import type { AnnounceChange } from './announce-change.js';
import { untilWritten } from './contention.js';
import type { GatherIncludes } from './gather-includes.js';
import { summaryOf, viewOf } from './pipeline-view.js';
import type { FileParser, NewVersion, Pipelines, StoredPipeline } from './ports.js';
import { isSameContent } from './same-content.js';

/** Creates the pipeline a file names, or gives it a new version when it says something else. */
export class ApplyPipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly files: FileParser,
    private readonly gathering: GatherIncludes,
    private readonly announcing: AnnounceChange,
    private readonly clock: Clock,
  ) {}

  async run(message: Message): Promise<ApplyPipelineReply> {
    const { project, yaml, author } = message;
    const includes = await this.gathering.run(project, yaml, message.files);
    const { model, findings } = await this.files.parse(yaml, { files: includes });
    reach('pipeline.apply.parsed');
    if (!model) return { result: 'invalid', findings };
    const next = {
      yaml,
      includes,
      author,
      summary: summaryOf(model),
      ...(message.message === undefined ? {} : { message: message.message }),
    };
    return untilWritten(`the pipeline ${model.name}`, async () => {
      const current = await this.pipelines.findByName(project, model.name);
      if (current && isSameContent(current, next)) return { result: 'unchanged', pipeline: viewOf(current), findings };
      const stored = await this.write(current, model.name, message, next);
      reach('pipeline.apply.afterWrite');
      if (!stored) return undefined;
      await this.announcing.run(stored, current ? 'updated' : 'created', author);
      return { result: current ? 'updated' : 'created', pipeline: viewOf(stored), findings };
    });
  }

  private write(
    current: StoredPipeline | undefined,
    name: string,
    { project }: Message,
    next: Omit<NewVersion, 'at'>,
  ): Promise<StoredPipeline | undefined> {
    const now = this.clock.now();
    const version = { ...next, at: isoTime(now) };
    if (current) return this.pipelines.update(current, version);
    return this.pipelines.create(sortableId(now, randomBytes(16)) as PipelineId, project, name, version);
  }
}
