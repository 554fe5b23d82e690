import type {
  AttemptId,
  ConnectorType,
  FailureClass,
  Grant,
  OutcomeKind,
  PortNote,
  StepScene,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { SpoolReader } from './shim/contract.js';

/** Where one attempt lives on this machine. */
export interface Place {
  /** The connector's own notes and the spool; survives a restart. */
  directory: string;
  /** Shared by the steps of one execution. */
  workspace: string;
}

/** How an attempt ended, before its output is counted. */
export interface Ending {
  kind: OutcomeKind;
  exitCode?: number;
  signal?: string;
  /** Absent after a success. */
  failure?: FailureClass;
  /** One sentence for people; absent after a success. */
  reason?: string;
  startedAt: Millis;
  finishedAt: Millis;
  droppedBytes: number;
  /** False when it is certain that nothing of the step was started. */
  begun?: false;
  /** What the step gave by name. */
  outputs?: Record<string, string>;
  /** It was not started: what it gives is that of an earlier run. */
  cached?: true;
}

/** What a connector adds to the scene of a step. */
export type Footing = Pick<StepScene, 'directory' | 'environment' | 'container'>;

/** An attempt on its platform. */
export interface RunningAttempt {
  readonly log: SpoolReader;
  /** Where its ports are reached, once that is known; it may never be. Absent: it publishes none. */
  readonly ports?: Promise<readonly PortNote[]>;
  /** Waits for the end. Rejects only when `signal` aborts. */
  outcome(signal?: AbortSignal): Promise<Ending>;
  /** Asks it to end, with grace. Harmless when it has ended. */
  stop(): Promise<void>;
  /** Ends it without grace. */
  kill(): Promise<void>;
  /** Says that the platform still wants it; without that it ends by itself when its lease is over. */
  feed(): Promise<void>;
}

/** What a connector does on its platform; everything else is the kit's. */
export abstract class Connector {
  abstract readonly type: ConnectorType;
  /** Starts the attempt. It runs at most once per directory, whoever calls. */
  abstract start(grant: Grant, place: Place): Promise<RunningAttempt>;
  /** What `start` began in that directory, also by an earlier process; undefined when nothing has begun. */
  abstract adopt(grant: Grant, place: Place): Promise<RunningAttempt | undefined>;
  /** Whether its platform can take attempts now; while it cannot, no doorbell is answered. */
  get isOpen(): boolean {
    return true;
  }
  /** Calls back whenever it can take attempts again. */
  onOpen(_tell: () => void): void {}
  /** Lets go of its platform when its process leaves; what is still to be cleared away is. */
  async close(): Promise<void> {}
  /** Where a step stood that has ended, before its directory goes; undefined where nobody can stand there. */
  async footing(_grant: Grant, _place: Place): Promise<Footing | undefined> {
    return undefined;
  }
  /** Ends what attempts left behind on the platform whose directories below `root` are gone. Names those it found. */
  async reap(_root: string): Promise<string[]> {
    return [];
  }
}

export interface JournalEntry {
  attemptId: AttemptId;
  nonce: string;
  /** W3C trace context of the doorbell. */
  traceparent?: string;
  grant?: Grant;
}
