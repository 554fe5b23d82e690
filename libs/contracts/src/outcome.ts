import { IsBoolean, IsIn, IsInt, IsISO8601, IsOptional, MaxLength, Min } from 'class-validator';
import { AreOutputs } from './outputs.js';
import { type FailureClass, failureClasses } from './statuses.js';
import { IsMap } from './is-map.js';

export const outcomeKinds = ['exited', 'signalled', 'timeout', 'cancelled', 'fenced', 'failed'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** How one attempt ended, as its connector saw it. */
export class Outcome {
  @IsIn(outcomeKinds) kind!: OutcomeKind;
  @IsOptional() @IsInt() exitCode?: number;
  /** Such as `SIGKILL`. */
  @IsOptional() @MaxLength(20) signal?: string;
  /** Whose doing it was; absent after a success. */
  @IsOptional() @IsIn(failureClasses) failure?: FailureClass;
  /** One sentence for people; absent after a success. */
  @IsOptional() @MaxLength(2_000) reason?: string;
  @IsISO8601() startedAt!: string;
  @IsISO8601() finishedAt!: string;
  /** Bytes of output kept. The log is complete when as many are stored. */
  @IsInt() @Min(0) logBytes!: number;
  /** Bytes of output beyond the cap, counted and not kept. */
  @IsInt() @Min(0) droppedBytes!: number;
  /** False when it is certain that nothing of the step was started; absent when it was, or may have been. */
  @IsOptional() @IsBoolean() begun?: boolean;
  /** What the step gave by name, declared or not. */
  @IsOptional() @IsMap() @AreOutputs() outputs?: Record<string, string>;
  /** It was not run: its files and outputs are those of an earlier run with the same command and input. */
  @IsOptional() @IsBoolean() cached?: boolean;
}
