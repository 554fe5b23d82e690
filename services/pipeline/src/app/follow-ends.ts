import type { ExecutionId, ExecutionView } from '@switchyard/contracts';
import { type Clock, isoTime, type Millis } from '@switchyard/kernel';
import { deepestChain } from '../domain/triggers/decide-end.js';
import { decideTrigger } from '../domain/triggers/decide-trigger.js';
import { decided } from '../domain/triggers/decided.js';
import { type EndOfPipeline, type Link, wordsOf } from '../domain/triggers/event.js';
import type { Following } from '../domain/triggers/standing.js';
import { executionIdOf } from './execution-id.js';
import { isOn } from './keep-standing.js';
import { lookPage, lookThrough, overlapMs, PassedOver, Seen } from './look-back.js';
import type { End, Ends, Followings, Pipelines, Places } from './ports.js';
import type { ReadModel } from './read-model.js';
import type { TakeDelivery } from './take-delivery.js';

export interface FollowPorts {
  pipelines: Pipelines;
  followings: Followings;
  ends: Ends;
  places: Places;
}

/** The place up to which ends were looked at. */
export const endsPlace = 'ends';

/**
 * Starts the pipelines that wait for the end of another, once for each end: whoever hears of it, and however often, comes
 * to the same delivery and the same execution.
 */
export class FollowEnds {
  private readonly seen = new Seen<ExecutionId>();
  private readonly passedOver: PassedOver;

  constructor(
    private readonly ports: FollowPorts,
    private readonly models: ReadModel,
    private readonly taking: TakeDelivery,
    private readonly clock: Clock,
  ) {
    this.passedOver = new PassedOver(ports.places, endsPlace);
  }

  async handle(end: End): Promise<void> {
    if (this.seen.has(end.execution)) return;
    // Not seen then: a pipeline may wait since a moment ago, by another process, and the sweep comes by once more.
    if (!(await this.concerns(end.project))) return;
    await this.follow(end);
    this.seen.add(end.execution);
  }

  /** Whether any pipeline of the project may wait for an end; see {@link KeptInterest}. */
  concerns(project: End['project']): Promise<boolean> {
    return this.ports.followings.any(project);
  }

  /** Reads what ended since the last look: a message that says so may be lost. */
  async sweep(): Promise<void> {
    const { places, ends, followings } = this.ports;
    const started = this.clock.now();
    if (!(await followings.any())) return this.passedOver.until(started);
    const place = await places.read(endsPlace);
    await lookThrough(
      (place ?? started) - overlapMs,
      async from => {
        const { ends: items, next } = await ends.read(from, lookPage);
        return { items, next };
      },
      end => this.handle(end),
      last => places.write(endsPlace, last.at),
    );
    await places.write(endsPlace, started);
  }

  private async follow(end: End): Promise<void> {
    const execution = await this.ports.ends.execution(end.execution);
    if (!execution) return;
    const followers = await this.ports.followings.of(end.project, execution.pipelineName);
    const later = followers.filter(({ since }) => since <= end.at);
    if (later.length === 0) return;
    const event = { kind: 'end' as const, end: await this.wholeOf(execution, end) };
    for (const follower of later) await this.start(follower, event, end.at);
  }

  private async start(
    { pipelineId, project }: Following,
    event: { kind: 'end'; end: EndOfPipeline },
    endedAt: Millis,
  ): Promise<void> {
    const pipeline = await this.ports.pipelines.find(pipelineId);
    const model = pipeline && isOn(pipeline) ? await this.models.of(pipeline) : undefined;
    if (!pipeline || !model) return;
    const at = isoTime(this.clock.now());
    const id = `${pipelineId}:after:${event.end.execution}`;
    const { version: pipelineVersion } = pipeline;
    const about = { id, pipelineId, pipelineVersion, project, source: 'pipeline' as const, at, what: wordsOf(event) };
    const verdict = decideTrigger({ pipelineId, model, at }, event);
    const { delivery } = await this.taking.write(decided(about, verdict, executionIdOf(id, endedAt)));
    this.taking.begin(delivery);
  }

  /** The end with the pipelines that led to it. */
  private async wholeOf(execution: ExecutionView, { status }: End): Promise<EndOfPipeline> {
    const chain: Link[] = [{ id: execution.pipelineId, name: execution.pipelineName }];
    let { after } = execution.trigger;
    for (let n = 0; after !== undefined && n < deepestChain; n += 1) {
      const earlier: ExecutionView | undefined = await this.ports.ends.execution(after);
      if (!earlier) break;
      chain.unshift({ id: earlier.pipelineId, name: earlier.pipelineName });
      ({ after } = earlier.trigger);
    }
    const { branch, commit, repository, fork, depth = 0 } = execution.trigger;
    const present = Object.entries({ branch, commit, repository, fork }).filter(([, value]) => value !== undefined);
    return { execution: execution.id, status, depth, chain, ...Object.fromEntries(present) };
  }
}
