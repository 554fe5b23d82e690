import { Type } from 'class-transformer';
import { IsUUID, Length, ValidateNested } from 'class-validator';
import { ArtifactMark, type ReportTotals } from '../artifacts.js';
import { type AttemptId, type ExecutionId, IsAttemptId, IsSortableId, type SessionId, type StepId } from '../ids.js';
import type { RefusalReason } from './execution-commands.js';
import { Message } from './message.js';

/** Files of an attempt are in the blob store. Only who holds the attempt may say so; the same again changes nothing. */
export class KeepArtifact extends Message {
  @IsAttemptId() attemptId!: AttemptId;
  @IsUUID() session!: SessionId;
  @Length(16, 64) nonce!: string;
  @ValidateNested() @Type(() => ArtifactMark) artifact!: ArtifactMark;
}
export type KeepArtifactReply = { result: 'ok' } | { result: 'fenced' } | { result: 'refused'; reason: RefusalReason };

/** The artifacts of one execution that have not expired, oldest first. */
export class ListArtifacts extends Message {
  @IsSortableId() executionId!: ExecutionId;
}

/** One artifact as it is shown. Times are ISO 8601 in UTC. */
export interface ArtifactView {
  /** Unique in its execution: `<step>.<n>.<letters>`. */
  id: string;
  name: string;
  stepId: StepId;
  attemptId: AttemptId;
  files: number;
  /** Of all files together. */
  bytes: number;
  keptAt: string;
  /** Absent: it is kept as long as the platform keeps anything. */
  expiresAt?: string;
  report?: ReportTotals;
}
/** The same with its place in the blob store. */
export interface ArtifactFacts extends ArtifactView {
  key: string;
}
export interface ListArtifactsReply {
  artifacts: ArtifactFacts[];
}
