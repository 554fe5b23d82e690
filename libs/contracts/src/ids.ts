import { type Branded, isSortableId } from '@switchyard/kernel';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isSlug } from './words.js';

export type ProjectId = Branded<string, 'ProjectId'>;
export type PipelineId = Branded<string, 'PipelineId'>;
export type ExecutionId = Branded<string, 'ExecutionId'>;
/** A step's slug, unique in its execution: `[a-z0-9-]{1,63}`. */
export type StepId = Branded<string, 'StepId'>;
/** One try of a step: `<execution>.<step>.<n>`, n from 1. */
export type AttemptId = Branded<string, 'AttemptId'>;
/** One live connector process: a new one at each start. */
export type SessionId = Branded<string, 'SessionId'>;
/** A named group of sessions with the same labels: `[a-z0-9-]{1,63}`. */
export type Pool = Branded<string, 'Pool'>;

const attempt = /^([0-9a-hjkmnp-tv-z]{26})\.([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.([1-9][0-9]{0,3})$/;

export const isAttemptId = (value: unknown): boolean => typeof value === 'string' && attempt.test(value);

export const attemptIdOf = (execution: ExecutionId, step: StepId, n: number): AttemptId =>
  `${execution}.${step}.${n}` as AttemptId;

/** The three parts of an attempt id; undefined for any other text. */
export const partsOfAttempt = (id: string): { executionId: ExecutionId; stepId: StepId; n: number } | undefined => {
  const [, executionId, stepId, n] = attempt.exec(id) ?? [];
  if (!executionId || !stepId || !n) return undefined;
  return { executionId: executionId as ExecutionId, stepId: stepId as StepId, n: Number(n) };
};

const rule = (name: string, validate: (value: unknown) => boolean, says: string) => (options?: ValidationOptions) =>
  ValidateBy({ name, validator: { validate, defaultMessage: args => `${args?.property} must be ${says}` } }, options);

const isId = (value: unknown) => typeof value === 'string' && isSortableId(value);

export const IsSortableId = rule('isSortableId', isId, 'an id of 26 characters');
export const IsSlug = rule('isSlug', isSlug, '1 to 63 lower-case letters, digits or dashes');
export const IsAttemptId = rule('isAttemptId', isAttemptId, '<execution>.<step>.<n>');
