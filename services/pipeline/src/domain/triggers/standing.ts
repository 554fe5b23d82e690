import type { PipelineId, ProjectId } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import { scheduleIdOf } from './schedule-id.js';

/** A tick that one scheduler has taken for all, and that is not written down yet. */
export interface TakenTick {
  at: number;
  /** Ticks before it that passed while nobody looked, counted up to a bound, and the first of them. */
  missed: number;
  firstMissed?: number;
}

/** A schedule of the current version of a pipeline. */
export interface Schedule {
  /** From what it says; see {@link scheduleIdOf}. */
  id: string;
  pipelineId: PipelineId;
  project: ProjectId;
  cron: string;
  timeZone: string;
  /** Absent: never again. */
  nextAt?: number;
  taken?: TakenTick;
}

/** A pipeline that waits for the end of another, by its name. */
export interface Following {
  pipelineId: PipelineId;
  project: ProjectId;
  follows: string;
  /** What ended before does not start it. */
  since: number;
}

/** What a pipeline has standing from its file, each thing once. */
export interface Standing {
  schedules: Pick<Schedule, 'id' | 'cron' | 'timeZone'>[];
  follows: string[];
}

export const nothingStanding: Standing = { schedules: [], follows: [] };

export const standingOf = (pipelineId: PipelineId, { triggers }: PipelineModel): Standing => {
  const schedules = new Map<string, Standing['schedules'][number]>();
  const follows = new Set<string>();
  for (const trigger of triggers) {
    if (trigger.type === 'pipeline') follows.add(trigger.pipeline);
    if (trigger.type !== 'schedule') continue;
    const { cron, timeZone } = trigger;
    const id = scheduleIdOf(pipelineId, trigger);
    schedules.set(id, { id, cron, timeZone });
  }
  return { schedules: [...schedules.values()], follows: [...follows] };
};
