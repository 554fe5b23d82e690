import { randomUUID } from 'node:crypto';
import { type YardClient, YardError } from '@switchyard/client';
import type { ExecutionId, ExecutionView, PipelineId, StreamFrame, TriggerBody } from '@switchyard/contracts';
import { type Kind, type Sample, samples, secretValue } from './pipelines.js';
import { long } from './profile.js';
import { Reading } from './reading.js';

/** One execution that was asked for, and what became of it. */
export interface Run {
  kind: Kind;
  id: ExecutionId;
  pipeline: PipelineId;
  /** Repeating the trigger with it must give the same execution. */
  key: string;
  reading: Reading;
  /** As its stream said it ended; undefined when it had not in time. */
  ended: Promise<ExecutionView | undefined>;
  tookMs: number;
}

/** Longest that one run may take, whatever dies meanwhile, and that a request may be repeated. */
const boundMs = 90_000;

/** Work for the platform, by a client that repeats everything until it is answered. */
export class Load {
  readonly runs: Run[] = [];
  /** Executions that are watched by nobody here. */
  readonly besides: ExecutionId[] = [];

  constructor(
    private readonly client: YardClient,
    private readonly ledger: string,
    private readonly work: Record<Kind, Sample> = samples,
    private readonly mostMs = boundMs,
  ) {}

  /** Applies a new version of the pipeline and triggers it; resolves when it is accepted. */
  async begin(kind: Kind, name?: string): Promise<Run> {
    const key = randomUUID();
    const yaml = this.work[kind].yaml(key, name);
    const { pipeline } = await insist(() => this.client.applyPipeline(yaml));
    const answer = await insist(() => this.client.trigger(pipeline.id, this.body, key));
    const from = performance.now();
    const id = answer.execution_id;
    const reading = new Reading();
    const run: Run = {
      ...{ kind, id, key, reading, pipeline: pipeline.id, tookMs: 0 },
      ended: this.follow(id, kind, reading).finally(() => (run.tookMs = performance.now() - from)),
    };
    this.runs.push(run);
    return run;
  }

  /** One of another pipeline, which leaves nothing in the ledger. */
  async beside(yaml: string): Promise<ExecutionId> {
    const key = randomUUID();
    const { pipeline } = await insist(() => this.client.applyPipeline(yaml));
    const { execution_id: id } = await insist(() => this.client.trigger(pipeline.id, {}, key));
    this.besides.push(id);
    return id;
  }

  /** The same request once more. */
  async repeat({ pipeline, key }: Run): Promise<ExecutionId> {
    return (await insist(() => this.client.trigger(pipeline, this.body, key))).execution_id;
  }

  private get body(): TriggerBody {
    return { environment: { LEDGER: this.ledger, UNSPOKEN: secretValue } };
  }

  private async follow(id: ExecutionId, kind: Kind, reading: Reading): Promise<ExecutionView | undefined> {
    const signal = AbortSignal.timeout(this.mostMs);
    let cancelling: Promise<void> | undefined;
    await reading.follow(
      this.client,
      id,
      frame => {
        if (kind === 'cancels' && showsWork(frame)) cancelling ??= this.cancel(id);
      },
      signal,
    );
    await cancelling;
    return reading.last && insist(() => this.client.execution(id));
  }

  private async cancel(id: ExecutionId): Promise<void> {
    await insist(() => this.client.cancel(id)).catch((error: unknown) => {
      // Its first answer was lost, and the execution has ended meanwhile.
      if (!(error instanceof YardError) || error.code !== 'already-final') throw error;
    });
  }
}

const showsWork = (frame: StreamFrame): boolean =>
  frame.event === 'execution'
    ? frame.data.steps.some(step => step.status === 'running')
    : frame.event === 'event' && frame.data.type === 'step.started';

/** Enough work for every process to have the memory it needs. */
export const warmUp = async (load: Load): Promise<void> => {
  const runs = (['mixed', 'fails', 'cancels'] as const).flatMap(kind =>
    Array.from({ length: long ? 8 : 4 }, () => load.begin(kind)),
  );
  await Promise.all(runs.map(async run => (await run).ended));
};

/** Repeats a request until it is answered. */
export const insist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  const until = performance.now() + boundMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof YardError) || !error.mayHeal || performance.now() > until) throw error;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
};
