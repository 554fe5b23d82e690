import type { AttemptView, CellView, ExecutionView, StepStatus, StepView } from '@switchyard/contracts';

/** What a spec says of a step; everything else is usual. */
export type StepStory = Partial<Omit<StepView, 'id' | 'needs' | 'attempts' | 'cell'>> & {
  id: string;
  needs?: string[];
  cell?: CellView;
  /** Seconds since the beginning at which each attempt was queued, started and ended. */
  tries?: [queued: number, started?: number, ended?: number, failure?: AttemptView['failure']][];
};

export interface StageStory {
  id: string;
  parallel?: boolean;
  steps: StepStory[];
}

export const beginning = Date.parse('2026-03-01T12:00:00.000Z');
export const at = (seconds: number): string => new Date(beginning + seconds * 1_000).toISOString();

const executionId = '01m84ywyccwh2egkrpyg85s86c';

const tried = (id: string, [queued, started, ended, failure]: NonNullable<StepStory['tries']>[number], n: number) => ({
  id: `${executionId}.${id}.${n}`,
  n,
  status: ended !== undefined ? 'done' : started !== undefined ? 'running' : 'queued',
  queuedAt: at(queued),
  ...(started === undefined ? {} : { startedAt: at(started) }),
  ...(ended === undefined ? {} : { finishedAt: at(ended) }),
  ...(failure === undefined ? {} : { failure }),
});

const statusOf = ({ tries }: StepStory): StepStatus => {
  const last = tries?.at(-1);
  if (!last) return 'waiting';
  if (last[2] !== undefined) return last[3] === undefined ? 'success' : 'failed';
  return last[1] === undefined ? 'queued' : 'running';
};

const stepOf = (stage: string, story: StepStory): StepView => {
  const { tries = [], ...rest } = story;
  const ended = tries.at(-1)?.[2];
  return {
    name: story.id,
    stage,
    connector: 'shell',
    pool: 'default',
    status: statusOf(story),
    continueOnError: false,
    needs: [],
    ...(ended === undefined ? {} : { finishedAt: at(ended) }),
    ...rest,
    attempts: tries.map((one, index) => tried(story.id, one, index + 1)),
  } as unknown as StepView;
};

/** An execution of these stages, created at `beginning`. */
export const aView = (stages: StageStory[], options: Partial<ExecutionView> = {}): ExecutionView =>
  ({
    id: executionId,
    rev: 1,
    project: 'default',
    pipelineId: '01m84ywxq4t4m5vxz8d1n6c0pe',
    pipelineName: 'shop',
    pipelineVersion: 1,
    status: 'running',
    trigger: { type: 'manual', actor: 'alice', at: at(0) },
    createdAt: at(0),
    stages: stages.map(({ id, parallel = false, steps }) => ({
      id,
      name: id,
      parallel,
      status: 'running',
      steps: steps.map(step => step.id),
    })),
    steps: stages.flatMap(({ id, steps }) => steps.map(step => stepOf(id, step))),
    ...options,
  }) as ExecutionView;
