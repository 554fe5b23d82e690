import { createHash } from 'node:crypto';
import type { ExecutionId } from '@switchyard/contracts';
import { type Millis, sortableId } from '@switchyard/kernel';

/** The execution of something that can come twice: the same each time, so that repeating it is harmless. */
export const executionIdOf = (deliveryId: string, at: Millis): ExecutionId =>
  sortableId(at, createHash('sha256').update(deliveryId).digest()) as ExecutionId;
