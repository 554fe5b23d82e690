import type {
  ChangePipelineReply,
  Finding,
  PipelineId,
  ReplacePipeline,
  RollBackPipeline,
} from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import type { PipelineModel } from '@switchyard/pipeline-file';
import type { AnnounceChange } from './announce-change.js';
import { untilWritten } from './contention.js';
import type { GatherIncludes } from './gather-includes.js';
import { summaryOf, viewOf } from './pipeline-view.js';
import type { Content, FileParser, Pipelines, StoredPipeline } from './ports.js';
import { isSameContent } from './same-content.js';

/** Who changes a pipeline, and on what condition. */
interface Wish {
  pipelineId: PipelineId;
  actor: string;
  ifVersion?: number;
  message?: string;
}

/** Gives a pipeline that is there a new version: another file, or what an earlier version had. */
export class ChangePipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly files: FileParser,
    private readonly gathering: GatherIncludes,
    private readonly announcing: AnnounceChange,
    private readonly clock: Clock,
  ) {}

  /** The name in the file is its name from then on. */
  async replace({ yaml, files, ...wish }: ReplacePipeline): Promise<ChangePipelineReply> {
    const current = await this.pipelines.find(wish.pipelineId);
    const refusal = refusalOf(current, wish.ifVersion);
    if (!current || refusal) return refusal ?? { result: 'missing' };
    return this.write(wish, { yaml, includes: await this.gathering.run(current.project, yaml, files) });
  }

  /** With the templates as they were then. */
  async rollBack({ version, ...wish }: RollBackPipeline): Promise<ChangePipelineReply> {
    const current = await this.pipelines.find(wish.pipelineId);
    const refusal = refusalOf(current, wish.ifVersion);
    if (!current || refusal) return refusal ?? { result: 'missing' };
    const earlier = await this.pipelines.version(wish.pipelineId, version);
    if (!earlier) return { result: 'unknown-version', version: current.version };
    return this.write({ message: `as version ${version}`, ...wish }, earlier);
  }

  private async write(wish: Wish, { yaml, includes }: Content): Promise<ChangePipelineReply> {
    const { model, findings } = await this.files.parse(yaml, { files: includes });
    if (!model) return { result: 'invalid', findings };
    return untilWritten<ChangePipelineReply>(`the pipeline ${model.name}`, async () => {
      const current = await this.pipelines.find(wish.pipelineId);
      const refusal = refusalOf(current, wish.ifVersion);
      if (!current || refusal) return refusal ?? { result: 'missing' };
      return this.next(current, wish, { yaml, includes }, model, findings);
    });
  }

  private async next(
    current: StoredPipeline,
    { actor, message }: Wish,
    content: Content,
    model: PipelineModel,
    findings: Finding[],
  ): Promise<ChangePipelineReply | undefined> {
    const { name } = model;
    if (isSameContent(current, content)) return { result: 'unchanged', pipeline: viewOf(current), findings };
    if (name !== current.name && (await this.pipelines.findByName(current.project, name)))
      return { result: 'name-taken', name };
    const version = {
      ...content,
      author: actor,
      at: isoTime(this.clock.now()),
      summary: summaryOf(model),
      ...(message === undefined ? {} : { message }),
    };
    const stored = await this.pipelines.update(current, version, name);
    if (!stored) return undefined;
    await this.announcing.run(stored, 'updated', actor);
    return { result: 'updated', pipeline: viewOf(stored), findings };
  }
}

/** Why a pipeline cannot be changed now; undefined when it can. */
export const refusalOf = (
  current: StoredPipeline | undefined,
  ifVersion: number | undefined,
): ChangePipelineReply | undefined => {
  if (!current) return { result: 'missing' };
  if (current.deleted) return { result: 'deleted' };
  if (ifVersion === undefined || ifVersion === current.version) return undefined;
  return { result: 'stale', version: current.version };
};
