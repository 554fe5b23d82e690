import type { ConnectorType } from './connectors.js';
import type { AttemptId, ExecutionId, PipelineId, Pool, ProjectId, SessionId } from './ids.js';
import type { EventType } from './events.js';

/** Subjects of core request/reply commands. Each is answered only after its commit. */
export const rpc = {
  execution: {
    create: 'yard.rpc.execution.create',
    claim: 'yard.rpc.execution.claim',
    beat: 'yard.rpc.execution.beat',
    report: 'yard.rpc.execution.report',
    adopt: 'yard.rpc.execution.adopt',
    cancel: 'yard.rpc.execution.cancel',
    approve: 'yard.rpc.execution.approve',
    rerun: 'yard.rpc.execution.rerun',
    pause: 'yard.rpc.execution.pause',
    resume: 'yard.rpc.execution.resume',
    get: 'yard.rpc.execution.get',
    list: 'yard.rpc.execution.list',
    events: 'yard.rpc.execution.events',
    feed: 'yard.rpc.execution.feed',
    why: 'yard.rpc.execution.why',
    load: 'yard.rpc.execution.load',
    logs: 'yard.rpc.execution.logs',
    keepArtifact: 'yard.rpc.execution.keep-artifact',
    publishPorts: 'yard.rpc.execution.publish-ports',
    artifacts: 'yard.rpc.execution.artifacts',
    statistics: 'yard.rpc.execution.statistics',
    latest: 'yard.rpc.execution.latest',
    deployments: 'yard.rpc.execution.deployments',
    connectors: 'yard.rpc.execution.connectors',
    drain: 'yard.rpc.execution.drain',
    workspaces: 'yard.rpc.execution.workspaces',
  },
  pipeline: {
    apply: 'yard.rpc.pipeline.apply',
    get: 'yard.rpc.pipeline.get',
    list: 'yard.rpc.pipeline.list',
    run: 'yard.rpc.pipeline.run',
    deliver: 'yard.rpc.pipeline.deliver',
    deliverToProject: 'yard.rpc.pipeline.deliver-to-project',
    deliveries: 'yard.rpc.pipeline.deliveries',
    inputs: 'yard.rpc.pipeline.inputs',
    starts: 'yard.rpc.pipeline.starts',
    putNotifyTarget: 'yard.rpc.pipeline.notify-put',
    removeNotifyTarget: 'yard.rpc.pipeline.notify-remove',
    listNotifyTargets: 'yard.rpc.pipeline.notify-list',
    notifications: 'yard.rpc.pipeline.notifications',
    validate: 'yard.rpc.pipeline.validate',
    detect: 'yard.rpc.pipeline.detect',
    replace: 'yard.rpc.pipeline.replace',
    rollBack: 'yard.rpc.pipeline.roll-back',
    switch: 'yard.rpc.pipeline.switch',
    remove: 'yard.rpc.pipeline.remove',
    versions: 'yard.rpc.pipeline.versions',
    version: 'yard.rpc.pipeline.version',
    diff: 'yard.rpc.pipeline.diff',
    putTemplate: 'yard.rpc.pipeline.template-put',
    removeTemplate: 'yard.rpc.pipeline.template-remove',
    getTemplate: 'yard.rpc.pipeline.template-get',
    listTemplates: 'yard.rpc.pipeline.template-list',
    templateVersions: 'yard.rpc.pipeline.template-versions',
  },
  secret: {
    put: 'yard.rpc.pipeline.secret-put',
    remove: 'yard.rpc.pipeline.secret-remove',
    list: 'yard.rpc.pipeline.secret-list',
    rotate: 'yard.rpc.pipeline.secret-rotate',
    rotateMaster: 'yard.rpc.pipeline.secret-rotate-master',
    /** The only one that gives values: the execution service alone may ask. */
    seal: 'yard.rpc.secret.seal',
  },
  registry: { list: 'yard.rpc.registry.list' },
  /** Every connector answers these, each for its own machine. */
  workspace: { list: 'yard.rpc.workspace.list', remove: 'yard.rpc.workspace.remove' },
} as const;

/** Streams of DESIGN.md section 5 with the subjects they keep. */
export const streams = {
  jobs: { name: 'JOBS', subjects: ['yard.job.>'] },
  events: { name: 'EVENTS', subjects: ['yard.evt.>'] },
  logs: { name: 'LOGS', subjects: ['yard.log.>'] },
  deadLetters: { name: 'DLQ', subjects: ['yard.dlq.>'] },
} as const;

/** The durable consumer by which the pipeline service hears of ends, on the EVENTS stream. */
export const endsConsumer = 'pipeline-ends';
/** The one by which it hears of starts and ends that people are told of. */
export const momentsConsumer = 'pipeline-moments';

/** The doorbell of one pool. */
export const bellSubject = (connector: ConnectorType, pool: Pool) => `yard.job.${connector}.${pool}` as const;
/** The durable consumer of one pool on the JOBS stream. */
export const bellConsumer = (connector: ConnectorType, pool: Pool) => `${connector}-${pool}` as const;

export const eventSubject = (project: ProjectId, execution: ExecutionId, type: EventType) =>
  `yard.evt.${project}.${execution}.${type}` as const;
/** What the subject of an event names; undefined of any other. */
export const eventNamed = (subject: string): { project: ProjectId; type: string } | undefined => {
  const [, project, type] = /^yard\.evt\.([^.]+)\.[^.]+\.(.+)$/.exec(subject) ?? [];
  return project === undefined || type === undefined ? undefined : { project: project as ProjectId, type };
};
/** Everything that happens in one project, or in all; with a type, only events of it. */
export const eventsAmong = (project: ProjectId | undefined, type: EventType | undefined) =>
  type ? (`yard.evt.${project ?? '*'}.*.${type}` as const) : (`yard.evt.${project ?? '*'}.>` as const);
/** What happens to executions as a whole, in all projects. */
export const executionMoments = 'yard.evt.*.*.execution.*';
/** Everything that happens to one execution. */
export const eventsOf = (project: ProjectId, execution: ExecutionId) => `yard.evt.${project}.${execution}.>` as const;

/** Where a pipeline's changes are told: in the shape of an execution's events, with its own id. */
export const pipelineEventSubject = (project: ProjectId, pipeline: PipelineId) =>
  `yard.evt.${project}.${pipeline}.pipeline.changed` as const;
export const allPipelineEvents = 'yard.evt.*.*.pipeline.changed';

/** The attempt id carries the execution and the step, so the subject has one token for each. */
export const logSubject = (project: ProjectId, attempt: AttemptId) => `yard.log.${project}.${attempt}` as const;
export const logsOf = (project: ProjectId, execution: ExecutionId) => `yard.log.${project}.${execution}.>` as const;

export const controlSubject = (connector: ConnectorType, session: SessionId) =>
  `yard.ctl.${connector}.${session}` as const;
export const heartbeatSubject = (service: string, instance: string) => `yard.hb.${service}.${instance}` as const;
export const allHeartbeats = 'yard.hb.>';
export const deadLetterSubject = (subject: string) => `yard.dlq.${subject}` as const;

/** Headers of a log chunk: where its bytes stand in the attempt's output. */
export const logHeaders = { offset: 'Yard-Offset', attempt: 'Yard-Attempt' } as const;
