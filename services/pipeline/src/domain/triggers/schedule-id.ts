import type { TriggerModel } from '@switchyard/pipeline-file';

export type ScheduleModel = Extract<TriggerModel, { type: 'schedule' }>;

/** What it says is what it is: a new version of the file that leaves a schedule as it is does not start it anew. */
export const scheduleIdOf = (pipelineId: string, { cron, timeZone, branch, inputs }: ScheduleModel): string => {
  const sorted = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${pipelineId}.${digestOf(JSON.stringify([cron, timeZone, branch ?? null, sorted]))}`;
};

/** The tick of one minute: `<schedule>@<UTC minute>`. */
export const tickIdOf = (scheduleId: string, at: number): string =>
  `${scheduleId}@${new Date(at).toISOString().slice(0, 16)}Z`;

/** FNV-1a of 64 bits (datatracker.ietf.org/doc/draft-eastlake-fnv): the schedules of one pipeline are told apart by it. */
const digestOf = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
};
