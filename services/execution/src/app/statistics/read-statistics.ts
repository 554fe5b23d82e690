import type {
  LatestExecutions,
  LatestExecutionsReply,
  LatestOfPipeline,
  LatestRun,
  PipelineId,
  ReadStatistics as Message,
  Statistics,
} from '@switchyard/contracts';
import { type Clock, isoTime, type Millis } from '@switchyard/kernel';
import { figuresOf, flakiestOf, perDayOf, slowestOf, startOf, stepFiguresOf } from '../../domain/statistics.js';
import type { Answers, EndedRuns, LiveRuns } from './ports.js';

/** Executions that are counted at most, and those of which the steps are. */
const most = { runs: 5_000, runsWithSteps: 500 };
/** Executions that have not ended, in one answer. */
const mostLive = 500;

const statisticsKeptMs: Millis = 30_000;
const latestKeptMs: Millis = 1_000;
/** Grows with each change of an answer's shape: a shared cache may outlive the program that filled it. */
const shape = 1;

/** How executions have been. */
export class ReadStatistics {
  constructor(
    private readonly ended: EndedRuns,
    private readonly live: LiveRuns,
    private readonly answers: Answers,
    private readonly clock: Clock,
    private readonly limits = most,
  ) {}

  run({ project, pipelineId, days }: Omit<Message, 'v'>): Promise<Statistics> {
    const key = `statistics:${shape}:${project ?? ''}:${pipelineId ?? ''}:${days}`;
    return this.answers.of(key, statisticsKeptMs, () =>
      this.counted({ ...(project ? { project } : {}), ...(pipelineId ? { pipelineId } : {}) }, days),
    );
  }

  latest(query: Omit<LatestExecutions, 'v'>): Promise<LatestExecutionsReply> {
    const { project, pipelineIds, branch, limit } = query;
    const key = `latest:${shape}:${JSON.stringify([project, branch, limit, pipelineIds])}`;
    return this.answers.of(key, latestKeptMs, () => this.found(query));
  }

  private async counted(whose: Parameters<EndedRuns['days']>[0], days: number): Promise<Statistics> {
    const until = this.clock.now();
    const since = startOf(until, days);
    const [groups, ran] = await Promise.all([
      this.ended.days(whose, since, this.limits.runs),
      this.ended.steps(whose, since, this.limits.runsWithSteps),
    ]);
    const [figures, steps] = [figuresOf(groups), stepFiguresOf(ran)];
    return {
      since: isoTime(since),
      until: isoTime(until),
      ...(figures.runs < this.limits.runs ? {} : { newest: figures.runs }),
      ...figures,
      perDay: perDayOf(groups, since, until),
      slowest: slowestOf(steps),
      flakiest: flakiestOf(steps),
    };
  }

  private async found({ pipelineIds, project, branch, limit }: Omit<LatestExecutions, 'v'>) {
    const ids = [...new Set(pipelineIds)];
    const among = { ...(project ? { project } : {}), ...(branch === undefined ? {} : { branch }) };
    const [live, ...ended] = await Promise.all([
      this.live.of({ ...among, pipelineIds: ids }, mostLive),
      ...ids.map(pipelineId => this.ended.latest({ ...among, pipelineId }, limit)),
    ]);
    const running = Map.groupBy(live, one => one.pipelineId);
    return { pipelines: ids.flatMap((id, n) => latestOf(id, running.get(id) ?? [], ended[n] ?? [], limit)) };
  }
}

const latestOf = (
  pipelineId: PipelineId,
  live: (LatestRun & { pipelineId: PipelineId })[],
  ended: LatestRun[],
  limit: number,
): LatestOfPipeline[] => {
  const known = new Set(ended.map(({ id }) => id));
  // One that ends between the two questions is found by both.
  const runs = [...live.filter(({ id }) => !known.has(id)).map(({ pipelineId: _, ...run }) => run), ...ended]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit);
  return runs.length === 0 ? [] : [{ pipelineId, runs }];
};
