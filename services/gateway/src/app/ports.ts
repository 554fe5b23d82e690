import type {
  AgentView,
  ApplyPipeline,
  ApplyPipelineReply,
  AttemptId,
  CancelReply,
  DetectProjects,
  DetectReply,
  CheckInputs,
  CheckInputsReply,
  DeliverEvent,
  DeliverEventReply,
  ChangePipelineReply,
  ChangeTemplateReply,
  DiffPipeline,
  DiffPipelineReply,
  EventType,
  ExecutionId,
  ExecutionView,
  ExplainReply,
  GetPipelineReply,
  ListDeliveries,
  ListDeliveriesReply,
  GetTemplate,
  GetTemplateReply,
  GetVersion,
  GetVersionReply,
  ListExecutions,
  ListExecutionsReply,
  ListPipelines,
  ListPipelinesReply,
  ListTemplates,
  ListTemplatesReply,
  ListTemplateVersions,
  ListTemplateVersionsReply,
  ListVersions,
  ListVersionsReply,
  PauseReply,
  PipelineId,
  ProjectId,
  ProjectLoadReply,
  PutTemplate,
  ReadFeed,
  ReadFeedReply,
  ReadLogFacts,
  RemovePipeline,
  RemoveTemplate,
  ReplacePipeline,
  RerunReply,
  ReviewReply,
  ReviewStep,
  RollBackPipeline,
  RunPipelineReply,
  StepId,
  SwitchPipeline,
  ValidatePipelineReply,
  YardEvent,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Chunk } from '../domain/log-cursor.js';
import type { Repetition, Trigger } from '../domain/trigger.js';
import type { KeptToken } from '../domain/webhook-proof.js';

/** An answer as its service wrote it, for those who pass it on and need nothing of what it says. */
export interface Written<Reply> {
  json: Uint8Array;
  /** Never there: whose JSON it is. */
  readonly of?: Reply;
}

/** Accepted triggers. What is in here is never lost. */
export abstract class Inbox {
  /**
   * Durable when it resolves.
   * @returns the trigger that has the same idempotency key already; undefined when this one was added.
   */
  abstract add(trigger: Trigger): Promise<Trigger | undefined>;
  abstract find(id: ExecutionId): Promise<Trigger | undefined>;
  /** Of accepted ones: they were handed over. */
  abstract started(ids: ExecutionId[]): Promise<void>;
  /** Of an accepted one: why nothing will ever run for it. */
  abstract refused(id: ExecutionId, refusal: string): Promise<void>;
  /** Accepted before `at` and not settled, oldest first. */
  abstract unsettled(at: Millis, limit: number): Promise<Trigger[]>;
  /** One round trip to the store. */
  abstract ping(): Promise<Millis>;
}

/** The pipeline service. */
export abstract class PipelineService {
  abstract apply(
    project: ProjectId,
    yaml: string,
    author: string,
    more?: Pick<ApplyPipeline, 'files' | 'message'>,
  ): Promise<ApplyPipelineReply>;
  abstract get(id: PipelineId): Promise<GetPipelineReply>;
  abstract list(query: Omit<ListPipelines, 'v'>): Promise<ListPipelinesReply>;
  abstract run(trigger: Trigger): Promise<RunPipelineReply>;
  /** Says what a checkout is; nothing is kept. */
  abstract detect(checkout: Omit<DetectProjects, 'v'>): Promise<DetectReply>;
  abstract checkInputs(id: PipelineId, given: Pick<CheckInputs, 'inputs' | 'repository'>): Promise<CheckInputsReply>;
  abstract deliver(message: Omit<DeliverEvent, 'v'>): Promise<DeliverEventReply>;
  abstract deliveries(query: Omit<ListDeliveries, 'v'>): Promise<ListDeliveriesReply>;
}

/** What is kept of the tokens by which webhooks know their senders. */
export abstract class WebhookTokens {
  abstract find(id: PipelineId): Promise<KeptToken | undefined>;
  /** @returns whether one was there, which it replaces. */
  abstract put(id: PipelineId, token: KeptToken): Promise<boolean>;
  /** @returns whether one was there. */
  abstract remove(id: PipelineId): Promise<boolean>;
}

/** The pipeline service: changes of a pipeline that is there, and its history. */
export abstract class PipelineHistory {
  abstract replace(message: Omit<ReplacePipeline, 'v'>): Promise<ChangePipelineReply>;
  abstract rollBack(message: Omit<RollBackPipeline, 'v'>): Promise<ChangePipelineReply>;
  abstract switch(message: Omit<SwitchPipeline, 'v'>): Promise<ChangePipelineReply>;
  abstract remove(message: Omit<RemovePipeline, 'v'>): Promise<ChangePipelineReply>;
  abstract versions(query: Omit<ListVersions, 'v'>): Promise<ListVersionsReply>;
  abstract version(query: Omit<GetVersion, 'v'>): Promise<GetVersionReply>;
  abstract diff(query: Omit<DiffPipeline, 'v'>): Promise<DiffPipelineReply>;
}

/** The pipeline service: templates of a project. */
export abstract class TemplateLibrary {
  abstract put(message: Omit<PutTemplate, 'v'>): Promise<ChangeTemplateReply>;
  abstract remove(message: Omit<RemoveTemplate, 'v'>): Promise<ChangeTemplateReply>;
  abstract get(query: Omit<GetTemplate, 'v'>): Promise<GetTemplateReply>;
  abstract list(query: Omit<ListTemplates, 'v'>): Promise<ListTemplatesReply>;
  abstract versions(query: Omit<ListTemplateVersions, 'v'>): Promise<ListTemplateVersionsReply>;
}

/** The checks of the pipeline service, for files that are not to be kept. */
export abstract class FileChecks {
  abstract validate(project: ProjectId, yaml: string, files: Record<string, string>): Promise<ValidatePipelineReply>;
}

/** The execution service. */
export abstract class ExecutionService {
  /** As it is, or as it was after event number `at`; undefined also where that event has not happened. */
  abstract get(id: ExecutionId, at?: number): Promise<ExecutionView | undefined>;
  abstract list(query: Omit<ListExecutions, 'v'>): Promise<Written<ListExecutionsReply>>;
  abstract events(id: ExecutionId, after: number, limit: number): Promise<YardEvent[]>;
  abstract readLog(id: AttemptId, offset: number): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }>;
  abstract cancel(id: ExecutionId, by: { actor: string; reason?: string; force?: boolean }): Promise<CancelReply>;
  /** Hands over a trigger that repeats an execution. */
  abstract rerun(trigger: Trigger & { rerun: Repetition }): Promise<RerunReply>;
  abstract review(word: Omit<ReviewStep, 'v'>): Promise<ReviewReply>;
  abstract pause(id: ExecutionId, by: { actor: string; reason?: string }): Promise<PauseReply>;
  abstract resume(id: ExecutionId, actor: string): Promise<PauseReply>;
  abstract why(id: ExecutionId, stepId: StepId | undefined): Promise<ExplainReply>;
  abstract feed(query: Omit<ReadFeed, 'v'>): Promise<ReadFeedReply>;
  abstract load(project: ProjectId): Promise<ProjectLoadReply>;
}

/** The service registry. */
export abstract class RegistryService {
  abstract agents(): Promise<AgentView[]>;
}

export interface Listener {
  event(event: YardEvent): void;
  chunk(attemptId: AttemptId, chunk: Chunk): void;
}

/** What happens right now. Anything may be lost; nothing arrives before `listen` has returned. */
export abstract class LiveFeed {
  /** @returns stops it. */
  abstract listen(id: ExecutionId, listener: Listener): () => void;
  /** Events of all executions. @returns stops it. */
  abstract listenToAll(among: Among, hear: (event: YardEvent) => void): () => void;
}

/** Which events are wanted; absent means all. */
export interface Among {
  project?: ProjectId;
  type?: EventType;
}

/** How the bus is. */
export abstract class BusHealth {
  /** One round trip. */
  abstract ping(): Promise<Millis>;
}

/** Looks at one part of the platform. @returns what people want to know of it; rejects when it is down. */
export type Probe = () => Promise<string | undefined>;

export * from './secrets/secret-service.js';
