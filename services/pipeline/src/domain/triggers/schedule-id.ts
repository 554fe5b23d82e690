import { createHash } from 'node:crypto';
import type { TriggerModel } from '@switchyard/pipeline-file';

export type ScheduleModel = Extract<TriggerModel, { type: 'schedule' }>;

/** What it says is what it is: a new version of the file that leaves a schedule as it is does not start it anew. */
export const scheduleIdOf = (pipelineId: string, { cron, timeZone, branch, inputs }: ScheduleModel): string => {
  const sorted = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash('sha256').update(JSON.stringify([cron, timeZone, branch ?? null, sorted]));
  return `${pipelineId}.${digest.digest('hex').slice(0, 12)}`;
};

/** The tick of one minute: `<schedule>@<UTC minute>`. */
export const tickIdOf = (scheduleId: string, at: number): string =>
  `${scheduleId}@${new Date(at).toISOString().slice(0, 16)}Z`;
