import type { CheckInputs, CheckInputsReply, PipelineId, ProjectId } from '@switchyard/contracts';
import { type Clock, Fresh, type Millis } from '@switchyard/kernel';
import type { PipelineService } from './ports.js';

/** What was lost of the news is made good by then. */
export const oldestMs: Millis = 2_000;
const mostKept = 1_000;
/** Characters of an answer; larger ones are asked for each time. */
const largestKept = 16_384;

type Given = Pick<CheckInputs, 'inputs' | 'repository'>;

/**
 * What the pipeline service says of triggers that give no inputs, which most are, kept until it says that the pipeline
 * changed. It says so on the connection that answers, and before it answers whoever made the change; where the news is lost,
 * a change counts two seconds later. What starts is the version that is named with the answer, whatever became of it since.
 */
export class KnownInputs {
  private readonly kept: Fresh<PipelineId, CheckInputsReply>;

  constructor(
    private readonly pipelines: Pick<PipelineService, 'checkInputs'>,
    clock: Clock,
  ) {
    const ask = (id: PipelineId) => pipelines.checkInputs(id, { inputs: {} });
    this.kept = new Fresh(ask, clock, { freshMs: oldestMs, most: mostKept, isKept });
  }

  check(id: PipelineId, given: Given): Promise<CheckInputsReply> {
    if (Object.keys(given.inputs).length > 0 || given.repository !== undefined)
      return this.pipelines.checkInputs(id, given);
    return this.kept.get(id);
  }

  /** As far as it was heard lately: pipelines never move. */
  projectOf(id: PipelineId): ProjectId | undefined {
    return pipelineIn(this.kept.last(id))?.project;
  }

  /** It changed. Who asks from now on is told of the change. */
  drop(id: PipelineId): void {
    this.kept.forget(id);
  }

  dropAll(): void {
    this.kept.forgetAll();
  }
}

const pipelineIn = (reply: CheckInputsReply | undefined) =>
  reply && reply.result !== 'missing' ? reply.pipeline : undefined;

/** What says of which version it is. */
const isKept = (reply: CheckInputsReply): boolean =>
  pipelineIn(reply) !== undefined && JSON.stringify(reply).length <= largestKept;
