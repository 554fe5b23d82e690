import type { CheckInputs, CheckInputsReply, PipelineId, ProjectId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';
import type { PipelineService } from './ports.js';

/** What was lost of the news is made good by then. */
export const oldestMs: Millis = 2_000;
const mostKept = 1_000;
/** Characters of an answer; larger ones are asked for each time. */
const largestKept = 16_384;

type Given = Pick<CheckInputs, 'inputs' | 'repository'>;

interface Kept {
  reply: Promise<CheckInputsReply>;
  until: Millis;
  project?: ProjectId;
}

/**
 * What the pipeline service says of triggers that give no inputs, which most are, kept until it says that the pipeline
 * changed. It says so on the connection that answers, and before it answers whoever made the change; where the news is lost,
 * a change counts two seconds later. What starts is the version that is named with the answer, whatever became of it since.
 */
export class KnownInputs {
  private readonly kept = new Map<PipelineId, Kept>();

  constructor(
    private readonly pipelines: Pick<PipelineService, 'checkInputs'>,
    private readonly clock: Clock,
  ) {}

  check(id: PipelineId, given: Given): Promise<CheckInputsReply> {
    if (Object.keys(given.inputs).length > 0 || given.repository !== undefined)
      return this.pipelines.checkInputs(id, given);
    const known = this.kept.get(id);
    return known && this.clock.monotonic() < known.until ? known.reply : this.ask(id, given);
  }

  /** As far as it was heard lately: pipelines never move. */
  projectOf(id: PipelineId): ProjectId | undefined {
    return this.kept.get(id)?.project;
  }

  /** It changed. Who asks from now on is told of the change. */
  drop(id: PipelineId): void {
    this.kept.delete(id);
  }

  dropAll(): void {
    this.kept.clear();
  }

  private ask(id: PipelineId, given: Given): Promise<CheckInputsReply> {
    const asked: Kept = { reply: this.pipelines.checkInputs(id, given), until: this.clock.monotonic() + oldestMs };
    this.kept.delete(id);
    this.kept.set(id, asked);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    asked.reply.then(
      reply => this.answered(id, asked, reply),
      () => this.answered(id, asked, undefined),
    );
    return asked.reply;
  }

  /** Keeps what says of which version it is. */
  private answered(id: PipelineId, asked: Kept, reply: CheckInputsReply | undefined): void {
    const pipeline = reply && reply.result !== 'missing' ? reply.pipeline : undefined;
    if (pipeline && JSON.stringify(reply).length <= largestKept) asked.project = pipeline.project;
    else if (this.kept.get(id) === asked) this.kept.delete(id);
  }
}
