import type { EventData, EventType, YardEventOf } from './events.js';
import type { ExecutionView } from './execution-view.js';
import type { AttemptId, ExecutionId, PipelineId, Pool, ProjectId, SessionId, StepId } from './ids.js';
import type { PipelineEvent } from './pipeline-events.js';

const project = 'web' as ProjectId;
const executionId = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const pipelineId = '01m84ywy6a68hprqsqj13hxz8x' as PipelineId;
const stepId = 'build' as StepId;
const attemptId = `${executionId}.${stepId}.1` as AttemptId;
const session = '0b1f6a9e-7f5c-4c0e-9d53-2f3f7c1d9a10' as SessionId;
const attempt = { stepId, attemptId, n: 1 };
const [begun, ended] = ['2026-11-23T12:30:01.000Z', '2026-11-23T12:30:04.000Z'];

const planned: ExecutionView = {
  id: executionId,
  rev: 1,
  project,
  pipelineId,
  pipelineName: 'site',
  pipelineVersion: 3,
  status: 'pending',
  trigger: { type: 'git_push', branch: 'main', commit: '9fceb02', actor: 'alice', at: '2026-11-23T12:30:00.000Z' },
  createdAt: '2026-11-23T12:30:00.000Z',
  stages: [{ id: 'main', name: 'main', parallel: false, status: 'waiting', steps: [stepId] }],
  steps: [
    {
      id: stepId,
      name: 'build',
      stage: 'main',
      connector: 'shell',
      pool: 'default' as Pool,
      status: 'waiting',
      continueOnError: false,
      needs: [],
      attempts: [],
    },
  ],
};

const data: { [Type in EventType]: EventData[Type] } = {
  'execution.created': { execution: planned },
  'execution.admitted': { group: 'deploy-site' },
  'execution.started': {},
  'execution.paused': { actor: 'alice', reason: 'the registry is down' },
  'execution.resumed': { actor: 'bob' },
  'execution.cancelling': { reason: 'a newer commit is there', actor: 'alice' },
  'execution.finished': { status: 'failed', reason: 'step build failed: exit code 2' },
  'stage.started': { stageId: 'main' },
  'stage.finished': { stageId: 'main', status: 'failed' },
  'step.held': { stepId, by: ['alice', 'bob'], quorum: 1, expiresAt: '2026-11-23T20:30:00.000Z' },
  'step.reviewed': { stepId, actor: 'bob', verdict: 'approve', comment: 'looks good' },
  'step.queued': { ...attempt, connector: 'shell', pool: 'default' as Pool },
  'step.started': { ...attempt, session },
  'step.adopted': { ...attempt, session },
  'step.published': { ...attempt, ports: [{ name: 'http', address: '127.0.0.1', port: 49_153, host: 'build-1' }] },
  'artifact.kept': { ...attempt, artifact: { name: 'site', files: 12, bytes: 48_213 } },
  'step.stopping': { ...attempt, reason: 'another cell of its matrix failed', cause: { kind: 'matrix', ref: 'build' } },
  'step.retrying': {
    ...attempt,
    attemptStatus: 'done',
    failure: 'user',
    reason: 'exit code 2',
    exitCode: 2,
    startedAt: begun,
    finishedAt: ended,
    retryAt: '2026-11-23T12:30:09.000Z',
  },
  'step.finished': {
    ...attempt,
    attemptStatus: 'done',
    status: 'success',
    exitCode: 0,
    startedAt: begun,
    finishedAt: ended,
    logBytes: 2_048,
    droppedBytes: 0,
    outputs: { version: '1.4.2' },
  },
  'step.skipped': { stepId, status: 'skipped', reason: 'branch is not main', cause: { kind: 'condition' } },
};

const isOfStep = (type: EventType): boolean => type.startsWith('step.') || type === 'artifact.kept';

const sampleOf = <Type extends EventType>(type: Type, index: number): YardEventOf<Type> => ({
  specversion: '1.0',
  id: `${executionId}:${index + 1}`,
  source: '/switchyard/execution',
  type,
  subject: isOfStep(type) ? `${executionId}/${stepId}` : executionId,
  time: ended ?? '',
  datacontenttype: 'application/json',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: { v: 1, project, executionId, rev: index + 1, ...data[type] },
});

/** One event of each type, as it travels. */
export const eventSamples = (Object.keys(data) as EventType[]).map(sampleOf);

export const pipelineEventSample: PipelineEvent = {
  specversion: '1.0',
  id: '01m84ywz0000000000000000aa',
  source: '/switchyard/pipeline',
  type: 'pipeline.changed',
  subject: pipelineId,
  time: '2026-11-23T12:29:00.000Z',
  datacontenttype: 'application/json',
  data: { v: 1, project, pipelineId, name: 'site', version: 3, change: 'updated', actor: 'alice' },
};
