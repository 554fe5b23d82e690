import type { ExecutionId, ExecutionStatus, NotifyMoment, ProjectId, YardEvent } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';

/** A start or an end of an execution. */
export interface Moment {
  execution: ExecutionId;
  project: ProjectId;
  moment: NotifyMoment;
  status: ExecutionStatus;
  at: Millis;
}

/** Whether events of a type are moments at all. */
export const isMoment = (type: string): boolean => type === 'execution.started' || type === 'execution.finished';

/** An end that was not good is a failure, also one that somebody asked for. */
export const momentIn = ({ type, time, data }: YardEvent): Moment | undefined => {
  const about = { execution: data.executionId, project: data.project, at: Date.parse(time) };
  if (type === 'execution.started') return { ...about, moment: 'start', status: 'running' };
  if (type !== 'execution.finished') return undefined;
  return { ...about, moment: data.status === 'success' ? 'success' : 'failure', status: data.status };
};
