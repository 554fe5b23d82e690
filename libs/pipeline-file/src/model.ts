import type {
  ConnectorType,
  ExecutionStatus,
  Finding,
  OnFull,
  Pool,
  RetryCause,
  StepId,
  TriggerType,
  When,
} from '@switchyard/contracts';
import type { Backoff } from '@switchyard/kernel';

/** A checked pipeline file, whichever spelling it used. Times are in seconds. */
export interface PipelineModel {
  name: string;
  description?: string;
  environment: Record<string, string>;
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  concurrency?: ConcurrencyModel;
  /** Of steps that say nothing else. */
  source?: SourceModel;
  /** What starts it; by hand and by the API it can always be started. */
  triggers: TriggerModel[];
  /** What a trigger by hand may, or must, give. */
  inputs: InputModel[];
  stages: StageModel[];
  notifications: NotificationModel[];
}

export interface StageModel {
  /** Slug, unique in the pipeline. */
  id: string;
  name: string;
  parallel: boolean;
  environment: Record<string, string>;
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  steps: StepModel[];
}

/** Texts of `environment` and `config` may hold `${{ expression }}`, but for commands, which never do. */
export interface StepModel {
  /** Slug, unique in the pipeline. */
  id: StepId;
  name: string;
  connector: ConnectorType;
  /** Connectors to try after it, in order. */
  fallbacks: ConnectorType[];
  pool: Pool;
  /** Steps of the same or an earlier stage that must have ended well first. */
  needs: StepId[];
  /** Its own, or its stage's. */
  when: When;
  /** The stage's, then its own: expressions that must hold when its turn comes. */
  conditions: string[];
  approval?: ApprovalModel;
  matrix?: MatrixModel;
  continueOnError: boolean;
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  environment: Record<string, string>;
  /** Names of the outputs it may give to later steps. */
  outputs: string[];
  /** The deployment environment it changes. */
  environmentName?: string;
  /** Environment variables and the secrets they are filled from. */
  secrets: Record<string, string>;
  services: ServiceModel[];
  ports: PortModel[];
  artifacts: ArtifactModel[];
  caches: CacheModel[];
  memo?: MemoModel;
  /** Its own; `false`: none, whatever the pipeline says. */
  source?: SourceModel | false;
  /** Whether it works in the execution's shared folder, or in an empty one of its own. */
  workspace: 'shared' | 'own';
  /** What the connector reads, with keys in camelCase. */
  config: Record<string, unknown>;
}

/** One step for each combination of values. */
export interface MatrixModel {
  axes: Record<string, string[]>;
  /** Cells on top of the combinations, or values on top of a cell that agrees with it on every axis it names. */
  include: Record<string, string>[];
  /** Combinations that are left out: every one that agrees with all it says. */
  exclude: Record<string, string>[];
  maxParallel?: number;
  failFast: boolean;
}

/** A container beside the step, reachable by its name. */
export interface ServiceModel {
  name: string;
  image: string;
  environment: Record<string, string>;
  ports: number[];
  /** A command that succeeds once it is healthy. */
  health?: string;
}

/** A port the step listens on, reached from outside of it. */
export interface PortModel {
  name: string;
  /** Absent: its connector chooses one. */
  port?: number;
}

export interface ArtifactModel {
  name: string;
  /** Globs below the workspace. */
  paths: string[];
  expiresSeconds?: number;
  /** What the files are, where the platform can read them. */
  report?: 'junit' | 'sarif' | 'lcov' | 'cobertura';
  when: When;
}

export interface CacheModel {
  key: string;
  /** Prefixes to fall back to, in order. */
  fallbacks: string[];
  paths: string[];
}

/** When the step need not run: the same has succeeded before. */
export interface MemoModel {
  /** More that must be the same. */
  key?: string;
  /** Globs of the files it reads. */
  inputs: string[];
  /** Globs of the files it makes. */
  outputs: string[];
}

/** A repository that is in the workspace before a step starts. What it does not say, the trigger does. */
export interface SourceModel {
  repository?: string;
  ref?: string;
  commit?: string;
  /** Commits of history; 0 = all, absent = 1. */
  depth?: number;
  /** The contents of old files come only when they are asked for. */
  filter?: 'blob:none';
  submodules?: boolean;
  /** Below the workspace. */
  path?: string;
  /** The name of a secret. */
  credentials?: string;
}

/** People who must agree before a step runs. */
export interface ApprovalModel {
  /** Nobody named = anyone. */
  by: string[];
  /** Different people who must approve. */
  quorum: number;
  expiresSeconds?: number;
}

/** How many executions of one group may run at once. */
export interface ConcurrencyModel {
  group: string;
  /** An expression whose text divides the group. */
  key?: string;
  limit: number;
  onFull: OnFull;
}

export interface RetryPolicy {
  /** Repeats after the first try. */
  limit: number;
  on: RetryCause[];
  backoff: Backoff;
}

/** A value a trigger by hand gives; it reaches steps as `INPUT_<NAME>` and expressions as `inputs.<name>`. */
export interface InputModel {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'choice';
  description?: string;
  required: boolean;
  /** As text; `true` or `false` for a boolean. */
  default?: string;
  /** Of a choice. */
  options: string[];
}

/** Globs of one thing: what matches one of `only` and none of `except`; without `only`, everything. */
export interface Globs {
  only: string[];
  except: string[];
}

/** Where events of a repository come from; absent: any repository that sends its events here. */
interface FromRepository {
  repository?: string;
}

export type TriggerModel =
  | { type: Extract<TriggerType, 'manual'> }
  | ({ type: Extract<TriggerType, 'git_push'>; branches: Globs; paths: Globs } & FromRepository)
  | ({ type: Extract<TriggerType, 'tag'>; tags: Globs } & FromRepository)
  | ({
      type: Extract<TriggerType, 'pull_request'>;
      /** Of the branch it wants to go to. */
      branches: Globs;
      paths: Globs;
      /** Such as opened, synchronize, reopened. */
      events: string[];
    } & FromRepository)
  | {
      type: Extract<TriggerType, 'schedule'>;
      /** Five fields (minute hour day month weekday), or @daily and its like. */
      cron: string;
      /** IANA name. */
      timeZone: string;
      branch?: string;
      inputs: Record<string, string>;
    }
  | {
      type: Extract<TriggerType, 'webhook'>;
      /** Kinds of event it acts on; none named = all. */
      events: string[];
      /** Of the long form; kept, the address is the platform's own. */
      url?: string;
    }
  | {
      type: Extract<TriggerType, 'pipeline'>;
      /** Its name, in the same project. */
      pipeline: string;
      statuses: ExecutionStatus[];
      branches: Globs;
    };

export const notificationMoments = ['start', 'success', 'failure'] as const;
export interface NotificationModel {
  on: (typeof notificationMoments)[number];
  target: 'email' | 'slack' | 'webhook' | 'github';
  config: Record<string, unknown>;
}

/** With a model, the findings are warnings; without one, at least one is an error. */
export type ParseResult = { model: PipelineModel; findings: Finding[] } | { model?: undefined; findings: Finding[] };
