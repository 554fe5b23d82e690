import {
  type DeliverToProject as Message,
  type DeliverToProjectReply,
  mostOutcomes,
  type PipelineId,
  type PipelineOutcome,
  type TriggerType,
} from '@switchyard/contracts';
import { keptName } from '../domain/pipeline-name.js';
import { concerns } from '../domain/triggers/concerns.js';
import type { DeliverEvent } from './deliver-event.js';
import type { ListedPipeline, Pipelines } from './ports.js';
import type { ReadModel } from './read-model.js';

const page = 200;
const byEvents: readonly TriggerType[] = ['git_push', 'tag', 'pull_request', 'webhook'];

/** Gives what came to a project to each of its pipelines that it is any business of. */
export class DeliverToProject {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly models: ReadModel,
    private readonly delivering: DeliverEvent,
  ) {}

  /** Twice is harmless: each pipeline has each delivery once. */
  async run(message: Message): Promise<DeliverToProjectReply> {
    const outcomes: PipelineOutcome[] = [];
    for await (const row of this.listening(message)) outcomes.push(...(await this.give(row.id, message)));
    const first = [...outcomes].sort((a, b) => orderOf(a) - orderOf(b)).slice(0, mostOutcomes);
    return { outcomes: first, more: outcomes.length - first.length };
  }

  private async give(id: PipelineId, { project: _, ...message }: Message): Promise<PipelineOutcome[]> {
    const pipeline = await this.pipelines.find(id);
    const model = pipeline && (await this.models.of(pipeline));
    if (!pipeline || !model || !concerns(model, message.event)) return [];
    const { delivery } = await this.delivering.take(pipeline, { ...message, pipelineId: id });
    const { decision, reason, executionId } = delivery;
    return [
      {
        pipelineId: id,
        pipelineName: pipeline.name,
        decision,
        ...(reason === undefined ? {} : { reason }),
        ...(executionId === undefined ? {} : { executionId }),
      },
    ];
  }

  /** Those that are on and wait for events, by name. */
  private async *listening({ project }: Message): AsyncGenerator<ListedPipeline> {
    let after: { key: string; id: PipelineId } | undefined;
    do {
      const rows = await this.pipelines.list({ project, enabled: true, limit: page, ...(after ? { after } : {}) });
      yield* rows.filter(mayListen);
      const last = rows.at(-1);
      after = last && rows.length === page ? { key: keptName(last), id: last.id } : undefined;
    } while (after);
  }
}

const orderOf = ({ executionId }: PipelineOutcome): number => (executionId === undefined ? 1 : 0);

/** Of a row that an earlier program wrote, only its file tells. */
const mayListen = ({ summary }: ListedPipeline): boolean =>
  summary === undefined || summary.triggers.some(type => byEvents.includes(type));
