import { never } from '@switchyard/kernel';
import type { EventData, EventType, AttemptEnd, YardEvent } from './events.js';
import type { ArtifactNote, AttemptView, ExecutionView, StepView } from './execution-view.js';
import type { StepId } from './ids.js';
import { isFinal } from './statuses.js';

/** What one event says, and when: state is the fold of these. */
export type Change = { [Type in EventType]: { type: Type; data: EventData[Type]; at: string } }[EventType];

/** The change an event carries. */
export const changeOf = (event: YardEvent): Change => {
  const { v: _v, project: _project, executionId: _executionId, rev: _rev, ...data } = event.data;
  return { type: event.type, data: data as EventData[typeof event.type], at: event.time } as Change;
};

/** The view after one more change; `rev` grows by one. What did not change stays the same object. */
export const evolve = (before: ExecutionView | undefined, change: Change): ExecutionView => {
  if (change.type === 'execution.created') return change.data.execution;
  if (!before) throw new TypeError(`${change.type} before execution.created`);
  return { ...apply(before, change), rev: before.rev + 1 };
};

const apply = (view: ExecutionView, change: Exclude<Change, { type: 'execution.created' }>): ExecutionView => {
  if (change.type === 'artifact.kept') return withStep(view, change.data.stepId, step => withKept(step, change.data));
  if (change.type === 'step.published')
    return withStep(view, change.data.stepId, step => withAttempt(step, change.data.n, { ports: change.data.ports }));
  if (isStepChange(change)) return withStep(view, change.data.stepId, step => applyToStep(step, change));
  switch (change.type) {
    case 'stage.started':
      return withStage(view, change.data.stageId, 'running');
    case 'stage.finished':
      return withStage(view, change.data.stageId, change.data.status);
    default:
      return applyToWhole(view, change);
  }
};

type WholeChange = Extract<Change, { type: `execution.${string}` }>;

const applyToWhole = (
  view: ExecutionView,
  change: Exclude<WholeChange, { type: 'execution.created' }>,
): ExecutionView => {
  switch (change.type) {
    case 'execution.admitted':
      return view.group ? { ...view, group: { ...view.group, admitted: true } } : view;
    case 'execution.paused':
      return { ...view, paused: { ...change.data, at: change.at } };
    case 'execution.resumed':
      return resumed(view);
    case 'execution.started':
      return { ...view, status: 'running', startedAt: change.at };
    case 'execution.cancelling':
      return { ...view, cancelling: change.data };
    case 'execution.finished':
      return { ...view, ...change.data, finishedAt: change.at };
    default:
      return never(change);
  }
};

const resumed = ({ paused: _, ...view }: ExecutionView): ExecutionView => view;

type StepChange = Exclude<Extract<Change, { data: { stepId: StepId } }>, { type: 'artifact.kept' | 'step.published' }>;

const isStepChange = (change: Change): change is StepChange => 'stepId' in change.data;

const applyToStep = (step: StepView, change: StepChange): StepView => {
  switch (change.type) {
    case 'step.held':
      return held(step, change.data);
    case 'step.reviewed':
      return reviewed(step, change.data, change.at);
    case 'step.queued':
      return queued(step, change.data, change.at);
    case 'step.started':
      return started(step, change.data, change.at);
    case 'step.adopted':
      return withAttempt(step, change.data.n, { session: change.data.session });
    case 'step.stopping':
      return { ...step, stopping: { reason: change.data.reason, cause: change.data.cause } };
    case 'step.retrying':
      return retrying(step, change.data, change.at);
    case 'step.finished':
      return finished(step, change.data, change.at);
    case 'step.skipped':
      return skipped(step, change.data, change.at);
    default:
      return never(change);
  }
};

const held = (step: StepView, { by, quorum, expiresAt }: EventData['step.held']): StepView => ({
  ...step,
  status: 'waiting-approval',
  approval: { by, quorum, ...(expiresAt === undefined ? {} : { expiresAt }), reviews: [] },
});

const reviewed = (step: StepView, { stepId: _, ...word }: EventData['step.reviewed'], at: string): StepView =>
  step.approval
    ? { ...step, approval: { ...step.approval, reviews: [...step.approval.reviews, { ...word, at }] } }
    : step;

const queued = (step: StepView, { attemptId: id, n, connector }: EventData['step.queued'], at: string): StepView => {
  const { retryAt: _, ...rest } = step;
  const attempt: AttemptView = { id, n, status: 'queued', connector, queuedAt: at };
  return { ...rest, status: 'queued', attempts: [...step.attempts, attempt] };
};

const started = (step: StepView, { n, session }: EventData['step.started'], at: string): StepView => ({
  ...withAttempt(step, n, { status: 'running', session, startedAt: at }),
  status: 'running',
  startedAt: step.startedAt ?? at,
});

const withKept = (step: StepView, { n, artifact }: EventData['artifact.kept']): StepView => {
  const attempt = step.attempts.find(one => one.n === n);
  return attempt ? withAttempt(step, n, { artifacts: withArtifact(attempt, artifact) }) : step;
};

/** What an attempt has kept, with one more: of those of one name the last. */
const withArtifact = ({ artifacts = [] }: AttemptView, artifact: ArtifactNote): ArtifactNote[] => [
  ...artifacts.filter(({ name }) => name !== artifact.name),
  artifact,
];

const retrying = (step: StepView, data: EventData['step.retrying'], at: string): StepView => {
  const { retryAt, movedTo } = data;
  const moved = movedTo === undefined ? {} : { movedTo };
  return {
    ...withAttempt(withoutPorts(step, data.n), data.n, { ...endOf(data, at), ...moved }),
    ...(movedTo === undefined ? {} : { connector: movedTo }),
    status: 'waiting',
    retryAt,
  };
};

const finished = (before: StepView, data: EventData['step.finished'], at: string): StepView => {
  const { stopping, ...step } = before;
  const cause =
    data.status === 'cancelled' && stopping ? stopping.cause : { kind: 'attempt' as const, ref: data.attemptId };
  const given = {
    ...(data.outputs === undefined ? {} : { outputs: data.outputs }),
    ...(data.warning === undefined ? {} : { warning: data.warning }),
    ...(data.cached === undefined ? {} : { cached: data.cached }),
  };
  return {
    ...withAttempt(withoutPorts(step, data.n), data.n, { ...endOf(data, at), ...given }),
    status: data.status,
    ...shownOn(data),
    ...(data.failure === undefined ? {} : { cause }),
    ...given,
    finishedAt: data.finishedAt ?? at,
  };
};

const skipped = (step: StepView, data: EventData['step.skipped'], at: string): StepView => {
  const { status, reason, cause, failure } = data;
  const { retryAt: _, ...rest } = step;
  const attempts = step.attempts.map(attempt =>
    attempt.status === 'queued' ? { ...attempt, status: 'done' as const, finishedAt: at, reason } : attempt,
  );
  return { ...rest, status, reason, cause, ...(failure ? { failure } : {}), attempts, finishedAt: at };
};

/** The parts of an attempt's end that its step shows too. */
const shownOn = ({ reason, failure, exitCode, signal }: AttemptEnd) => ({
  ...(reason === undefined ? {} : { reason }),
  ...(failure === undefined ? {} : { failure }),
  ...(exitCode === undefined ? {} : { exitCode }),
  ...(signal === undefined ? {} : { signal }),
});

const endOf = (data: AttemptEnd, at: string): Partial<AttemptView> => ({
  ...shownOn(data),
  status: data.attemptStatus,
  ...(data.startedAt === undefined ? {} : { startedAt: data.startedAt }),
  finishedAt: data.finishedAt ?? at,
  ...(data.logBytes === undefined ? {} : { logBytes: data.logBytes }),
  ...(data.droppedBytes === undefined ? {} : { droppedBytes: data.droppedBytes }),
});

const withAttempt = (step: StepView, n: number, change: Partial<AttemptView>): StepView => ({
  ...step,
  attempts: step.attempts.map(attempt => (attempt.n === n ? { ...attempt, ...change } : attempt)),
});

/** They are somebody else's as soon as it has ended. */
const withoutPorts = (step: StepView, n: number): StepView => ({
  ...step,
  attempts: step.attempts.map(attempt => {
    const { ports, ...rest } = attempt;
    return attempt.n === n && ports ? rest : attempt;
  }),
});

const withStep = (view: ExecutionView, id: StepId, change: (step: StepView) => StepView): ExecutionView => ({
  ...view,
  steps: view.steps.map(step => (step.id === id && !isFinal(step.status) ? change(step) : step)),
});

const withStage = (
  view: ExecutionView,
  id: string,
  status: ExecutionView['stages'][number]['status'],
): ExecutionView => ({
  ...view,
  stages: view.stages.map(stage => (stage.id === id ? { ...stage, status } : stage)),
});
