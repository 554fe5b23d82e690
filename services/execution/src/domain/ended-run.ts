import type {
  AttemptView,
  ExecutionId,
  ExecutionStatus,
  ExecutionView,
  PipelineId,
  ProjectId,
  StepId,
  StepView,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';

/** What is counted of an execution that has ended. */
export interface EndedRun {
  id: ExecutionId;
  project: ProjectId;
  pipelineId: PipelineId;
  pipelineName: string;
  branch?: string;
  status: ExecutionStatus;
  createdAt: string;
  /** Of its trigger, in UTC: `2026-11-27`. */
  day: string;
  /** From the trigger to the start of the first step. */
  queueMs?: Millis;
  /** From the start of the first step to the end. */
  ms?: Millis;
  /**
   * Stands for what it ran: version, repository, commit and inputs. "A test that exhibits both a passing and a failing
   * result with the same code" is flaky (Google Testing Blog, "Flaky Tests at Google and How We Mitigate Them", 2016).
   */
  sameness: string;
  steps: EndedStep[];
}

export interface EndedStep {
  id: StepId;
  name: string;
  /** Of its last attempt. */
  ms?: Millis;
  /** 1 when it succeeded. */
  ok: 0 | 1;
  /** Attempts that failed by themselves: nobody cancelled them, and no rule forbade them. */
  failed: number;
}

/** Steps that are counted of one execution: those that failed, then those that took longest. */
export const mostSteps = 100;

export const endedRunOf = (view: ExecutionView): EndedRun => {
  const { id, project, pipelineId, pipelineName, status, createdAt, startedAt, finishedAt, trigger } = view;
  const [queueMs, ms] = [between(createdAt, startedAt), between(startedAt, finishedAt)];
  return {
    id,
    project,
    pipelineId,
    pipelineName,
    ...(trigger.branch === undefined ? {} : { branch: trigger.branch }),
    status,
    createdAt,
    day: createdAt.slice(0, 10),
    ...(queueMs === undefined ? {} : { queueMs }),
    ...(ms === undefined ? {} : { ms }),
    sameness: samenessOf(view),
    steps: view.steps
      .filter(hasRun)
      .map(endedStepOf)
      .sort((a, b) => b.failed - a.failed || (b.ms ?? 0) - (a.ms ?? 0))
      .slice(0, mostSteps),
  };
};

/** Results of earlier executions say nothing about this one. */
const hasRun = ({ cached, keptFrom, attempts }: StepView): boolean =>
  !cached && keptFrom === undefined && attempts.some(({ startedAt }) => startedAt !== undefined);

const endedStepOf = ({ id, name, status, attempts }: StepView): EndedStep => {
  const last = attempts.findLast(({ startedAt }) => startedAt !== undefined);
  const ms = between(last?.startedAt, last?.finishedAt);
  const failed = attempts.filter(hasFailed).length;
  return { id, name, ...(ms === undefined ? {} : { ms }), ok: status === 'success' ? 1 : 0, failed };
};

const hasFailed = ({ failure, startedAt }: AttemptView): boolean =>
  startedAt !== undefined && (failure === 'user' || failure === 'platform' || failure === 'timeout');

const between = (from: string | undefined, to: string | undefined): Millis | undefined =>
  from === undefined || to === undefined ? undefined : Math.max(0, Date.parse(to) - Date.parse(from));

const samenessOf = ({ pipelineVersion, trigger, inputs = {} }: ExecutionView): string => {
  const given = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([pipelineVersion, trigger.repository ?? '', trigger.commit ?? '', given]);
};
