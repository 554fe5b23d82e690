import type {
  ArtifactNote,
  AttemptId,
  CreateExecution,
  FailureClass,
  Outcome,
  PortNote,
  RefusalReason,
  RerunExecution,
  SessionId,
  StepId,
} from '@switchyard/contracts';
import type { Cause } from '@switchyard/contracts';
import type { Change, Execution } from './execution.js';

interface OfAttempt {
  attemptId: AttemptId;
  session: SessionId;
}

/** Why a step that asks for secrets gets none, so that it cannot begin. */
export interface Withheld {
  failure: FailureClass;
  /** One sentence for people. */
  reason: string;
}

export type Command =
  | { type: 'create'; message: CreateExecution }
  /** Creates an execution as well: a repetition of `source`. */
  | { type: 'rerun'; message: RerunExecution; source: Execution | undefined }
  | ({ type: 'claim'; nonce: string; withheld?: Withheld } & OfAttempt)
  | ({ type: 'report'; nonce: string; outcome: Outcome } & OfAttempt)
  | ({ type: 'keep'; nonce: string; artifact: ArtifactNote } & OfAttempt)
  | ({ type: 'publish'; nonce: string; ports: PortNote[] } & OfAttempt)
  | ({ type: 'adopt'; nonce: string } & OfAttempt)
  | { type: 'cancel'; actor: string; reason: string; force?: boolean; cause?: Cause }
  | { type: 'pause'; actor: string; reason?: string }
  | { type: 'resume'; actor: string }
  | { type: 'review'; stepId: StepId; actor: string; verdict: 'approve' | 'reject'; comment?: string }
  /** The concurrency group has room. */
  | { type: 'admit' }
  /** The session of the attempt is provably gone. */
  | ({ type: 'lose'; reason: string } & OfAttempt)
  /** Nobody has been there for long who could run the queued attempt. */
  | { type: 'move'; attemptId: AttemptId; reason: string }
  /** Time has passed: due retries and deadlines. */
  | { type: 'tick' };

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

export type Decision =
  /** No changes: the command had been carried out before. */
  | { ok: true; changes: Change[]; next: Execution }
  /** It cannot be carried out as things are. */
  | { ok: false; reason: RefusalReason };

export const refuse = (reason: RefusalReason): Decision => ({ ok: false, reason });
export const settled = (next: Execution): Decision => ({ ok: true, changes: [], next });
