import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type ConnectorType, connectorTypes } from './connectors.js';
import {
  type ExecutionId,
  IsSlug,
  IsSortableId,
  type PipelineId,
  type Pool,
  type ProjectId,
  type StepId,
} from './ids.js';
import { ArtifactPlan, CachePlan, MemoPlan, ServicePlan, SourcePlan } from './material.js';
import {
  maxSteps,
  type OnFull,
  onFulls,
  type RetryCause,
  retryCauses,
  type TriggerType,
  triggerTypes,
  type When,
  whens,
} from './words.js';
import { IsMap } from './is-map.js';

export class BackoffPlan {
  /** First wait, milliseconds. */
  @IsInt() @Min(0) initialMs!: number;
  /** Growth per try. */
  @IsNumber() @Min(1) @Max(10) factor!: number;
  /** Longest wait, milliseconds. */
  @IsInt() @Min(0) maxMs!: number;
}

export class RetryPlan {
  /** Repeats after the first try. */
  @IsInt() @Min(0) @Max(100) limit!: number;
  /** Failure classes that are repeated. */
  @IsIn(retryCauses, { each: true }) on!: RetryCause[];
  @ValidateNested() @Type(() => BackoffPlan) backoff!: BackoffPlan;
}

/** People who must agree before a step runs. */
export class ApprovalPlan {
  /** Who may review it, as they are shown; nobody named = anyone. */
  @IsArray() @ArrayMaxSize(100) @Length(1, 200, { each: true }) by!: string[];
  /** Different people who must approve. */
  @IsInt() @Min(1) @Max(100) quorum!: number;
  /** Nobody waits longer. */
  @IsOptional() @IsInt() @Min(1) expiresSeconds?: number;
}

/** How many executions of one group may run at once. */
export class ConcurrencyPlan {
  /** Unique in its project. */
  @Length(1, 300) group!: string;
  @IsInt() @Min(1) @Max(10_000) limit!: number;
  @IsIn(onFulls) onFull!: OnFull;
}

/** One cell of a matrix: a step that was written once and is planned once for each set of values. */
export class CellPlan {
  /** What all cells of one matrix share: the slug of the step as it was written. */
  @IsSlug() matrix!: string;
  /** The cell's own values, by axis. */
  @IsMap() values!: Record<string, string>;
  /** Cells of this matrix that may be queued or running at once; absent: any number. */
  @IsOptional() @IsInt() @Min(1) @Max(maxSteps) maxParallel?: number;
  /** Whether a cell that failed ends the others. */
  @IsBoolean() failFast!: boolean;
}

export class StepPlan {
  @IsSlug() id!: StepId;
  @Length(1, 200) name!: string;
  @IsIn(connectorTypes) connector!: ConnectorType;
  @IsSlug() pool!: Pool;
  /** Connectors to try after `connector`, in order, when it fails by the platform's doing or nobody is there. */
  @IsOptional() @IsArray() @ArrayMaxSize(8) @IsIn(connectorTypes, { each: true }) fallbacks?: ConnectorType[];
  @IsOptional() @ValidateNested() @Type(() => CellPlan) cell?: CellPlan;
  /** Steps that must have ended well first; the order of stages comes on top. */
  @IsArray() @ArrayMaxSize(maxSteps) @IsSlug({ each: true }) needs!: StepId[];
  @IsBoolean() continueOnError!: boolean;
  /** Absent: after success only. */
  @IsOptional() @IsIn(whens) when?: When;
  /** Expressions of the stage and the step; all must hold when its turn comes, or it is skipped. */
  @IsArray() @ArrayMaxSize(2) @Length(1, 2_000, { each: true }) conditions!: string[];
  @IsOptional() @ValidateNested() @Type(() => ApprovalPlan) approval?: ApprovalPlan;
  @IsOptional() @IsInt() @Min(1) timeoutSeconds?: number;
  @IsOptional() @ValidateNested() @Type(() => RetryPlan) retry?: RetryPlan;
  /** Pipeline, stage and step environment and the trigger's, merged. Values are text. */
  @IsMap() environment!: Record<string, string>;
  /** What the connector reads; checked by the pipeline file. */
  @IsMap() config!: Record<string, unknown>;
  /**
   * Texts that ask for what earlier steps gave, evaluated as a whole when the step is claimed: `environment.NAME` or
   * `config.<key>[.<key>]` to a text with `${{ expression }}` in it. Everything that is not here is taken literally.
   */
  @IsOptional() @IsMap() templates?: Record<string, string>;
  /** Names of the outputs the step may give. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @Length(1, 100, { each: true }) outputs?: string[];
  /** Variables and the secrets they are filled from when it is claimed. */
  @IsOptional() @IsMap() secrets?: Record<string, string>;
  /** The deployment environment it changes. */
  @IsOptional() @Length(1, 200) environmentName?: string;
  /** Containers beside it. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ServicePlan)
  services?: ServicePlan[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ArtifactPlan)
  artifacts?: ArtifactPlan[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CachePlan)
  caches?: CachePlan[];
  @IsOptional() @ValidateNested() @Type(() => MemoPlan) memo?: MemoPlan;
  /** The repository that is in its workspace. */
  @IsOptional() @ValidateNested() @Type(() => SourcePlan) source?: SourcePlan;
  /** `own`: it works in an empty folder, not in the one all steps share. */
  @IsOptional() @IsIn(['own']) workspace?: 'own';
}

export class StagePlan {
  @IsSlug() id!: string;
  @Length(1, 200) name!: string;
  @IsBoolean() parallel!: boolean;
  @IsOptional() @IsInt() @Min(1) timeoutSeconds?: number;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxSteps)
  @ValidateNested({ each: true })
  @Type(() => StepPlan)
  steps!: StepPlan[];
}

/** Why an execution exists. */
export class TriggerFacts {
  @IsIn(triggerTypes) type!: TriggerType;
  @IsOptional() @IsString() @MaxLength(500) branch?: string;
  @IsOptional() @IsString() @MaxLength(100) commit?: string;
  @IsOptional() @IsString() @MaxLength(2_000) repository?: string;
  @IsOptional() @IsString() @MaxLength(500) tag?: string;
  /** Of a pull request: where it wants to go, its number and its title. */
  @IsOptional() @IsString() @MaxLength(500) targetBranch?: string;
  @IsOptional() @IsInt() @Min(1) pullRequest?: number;
  @IsOptional() @IsString() @MaxLength(1_000) title?: string;
  /** Of a pull request: it comes from another repository than the one it wants to change, or nobody knows. No secrets then. */
  @IsOptional() @IsBoolean() fork?: boolean;
  /** Of a webhook: the kind of event it names. */
  @IsOptional() @IsString() @MaxLength(200) event?: string;
  /** Of a schedule: `<schedule>@<UTC minute>`. */
  @IsOptional() @IsString() @MaxLength(100) tick?: string;
  /** Of a pipeline that finished: the execution that did, and how often one execution has started the next so far. */
  @IsOptional() @IsSortableId() after?: ExecutionId;
  @IsOptional() @IsInt() @Min(1) @Max(100) depth?: number;
  /** Who asked, as shown to people. */
  @Length(1, 200) actor!: string;
  @IsISO8601() at!: string;
}

/** One version of a pipeline, made ready to run: nothing is left to look up. */
export class ExecutionPlan {
  @IsSlug() project!: ProjectId;
  @IsSortableId() pipelineId!: PipelineId;
  @Length(1, 200) pipelineName!: string;
  @IsInt() @Min(1) pipelineVersion!: number;
  @IsOptional() @IsInt() @Min(1) timeoutSeconds?: number;
  @IsOptional() @ValidateNested() @Type(() => ConcurrencyPlan) concurrency?: ConcurrencyPlan;
  /** What the trigger gave for the inputs the pipeline asks for, checked, as text. */
  @IsOptional() @IsMap() inputs?: Record<string, string>;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxSteps)
  @ValidateNested({ each: true })
  @Type(() => StagePlan)
  stages!: StagePlan[];
}
