import type { ExecutionId, LatestRun, PipelineId, ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { EndedRun } from '../../domain/ended-run.js';
import type { DayGroup, RanSteps } from '../../domain/statistics.js';

/** Whose executions; neither: all. */
export interface Whose {
  project?: ProjectId;
  pipelineId?: PipelineId;
}

export interface LatestOf {
  pipelineId: PipelineId;
  project?: ProjectId;
  branch?: string;
}

/** What is kept of executions that have ended, to count by. */
export abstract class EndedRuns {
  /** Durable when it resolves; the same again changes nothing. */
  abstract put(run: EndedRun): Promise<void>;
  /** Of the newest `limit` that were made since then. */
  abstract days(whose: Whose, since: Millis, limit: number): Promise<DayGroup[]>;
  /** The same, newest first. */
  abstract steps(whose: Whose, since: Millis, limit: number): Promise<RanSteps[]>;
  /** Newest first. */
  abstract latest(of: LatestOf, limit: number): Promise<LatestRun[]>;
  /** The oldest one there is. */
  abstract oldest(): Promise<ExecutionId | undefined>;
}

/** Of executions that have not ended. */
export abstract class LiveRuns {
  /** Newest first, at most so many in all. */
  abstract of(
    query: Omit<LatestOf, 'pipelineId'> & { pipelineIds: PipelineId[] },
    limit: number,
  ): Promise<(LatestRun & { pipelineId: PipelineId })[]>;
}

/** Ended executions, to be counted later than they ended. */
export abstract class EndedExecutions {
  /** Newest first, older than `before`, made since then. */
  abstract older(before: ExecutionId | undefined, since: Millis, limit: number): Promise<EndedRun[]>;
}

/** Keeps answers for a while, and has each question asked once at a time. */
export abstract class Answers {
  abstract of<Answer>(key: string, keptMs: Millis, ask: () => Promise<Answer>): Promise<Answer>;
}
