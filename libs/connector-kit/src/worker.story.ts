import {
  type AdoptAttempts,
  type AdoptReply,
  type ArtifactMark,
  type AttemptId,
  type Beat,
  type BeatReply,
  type ClaimAttempt,
  type ClaimReply,
  type Grant,
  type KeepArtifact,
  type KeepArtifactReply,
  type Outcome,
  partsOfAttempt,
  type PortNote,
  type ProjectId,
  type PublishPorts,
  type PublishPortsReply,
  type ReportAttempt,
  type ReportReply,
} from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { Connector, type Ending, type Place, type RunningAttempt } from './connector.js';
import { Platform } from './platform.js';

export const output = 'first line\nsecond line\nlast line\n';

/** What runs on a machine; it outlives every connector process. */
export class Machine {
  readonly starts = new Map<AttemptId, number>();
  private readonly ends = new Map<AttemptId, { ended: Promise<Ending>; end: (ending: Ending) => void }>();

  start(id: AttemptId): void {
    this.starts.set(id, (this.starts.get(id) ?? 0) + 1);
  }

  has(id: AttemptId): boolean {
    return this.starts.has(id);
  }

  /** Also before the start: it then ends at once. */
  finish(id: AttemptId, kind: Ending['kind'] = 'exited', over: Partial<Ending> = {}): void {
    this.endOf(id).end({ kind, exitCode: 0, startedAt: 1_000, finishedAt: 2_000, droppedBytes: 0, ...over });
  }

  async ended(id: AttemptId, signal?: AbortSignal): Promise<Ending> {
    const gone = new Promise<never>((_, reject) => {
      const tell = () => reject(new Error('not waited for any more'));
      if (signal?.aborted) tell();
      else signal?.addEventListener('abort', tell);
    });
    return Promise.race([this.endOf(id).ended, gone]);
  }

  private endOf(id: AttemptId) {
    let end: (ending: Ending) => void = () => undefined;
    const ended = new Promise<Ending>(resolve => (end = resolve));
    const known = this.ends.get(id) ?? { ended, end };
    this.ends.set(id, known);
    return known;
  }
}

/** Runs on a {@link Machine}, once per attempt, whoever calls. */
export class MachineConnector extends Connector {
  readonly type = 'null' as const;
  readonly killed: AttemptId[] = [];
  readonly fed: AttemptId[] = [];

  constructor(private readonly machine: Machine) {
    super();
  }

  async start(grant: Grant, _place: Place): Promise<RunningAttempt> {
    if (!this.machine.has(grant.attemptId)) this.machine.start(grant.attemptId);
    return this.running(grant.attemptId);
  }

  async adopt(grant: Grant): Promise<RunningAttempt | undefined> {
    return this.machine.has(grant.attemptId) ? this.running(grant.attemptId) : undefined;
  }

  private running(id: AttemptId): RunningAttempt {
    const bytes = Buffer.from(output);
    return {
      log: {
        read: async (offset, most) => bytes.subarray(offset, offset + most),
        changed: async signal => void (await this.machine.ended(id, signal).catch(() => undefined)),
      },
      outcome: signal => this.machine.ended(id, signal),
      stop: async () => this.machine.finish(id, 'cancelled'),
      kill: async () => {
        this.killed.push(id);
        this.machine.finish(id, 'fenced');
      },
      feed: async () => void this.fed.push(id),
    };
  }
}

interface Held {
  nonce: string;
  session: string;
}

/** The execution service as connectors see it, with answers and requests that get lost as told. */
export class FakePlatform extends Platform {
  readonly held = new Map<AttemptId, Held>();
  readonly reported = new Map<AttemptId, number>();
  readonly outcomes: Outcome[] = [];
  readonly stored = new Map<AttemptId, Map<number, Uint8Array>>();
  readonly nonces: string[] = [];
  readonly artifacts: ArtifactMark[] = [];
  readonly ports = new Map<AttemptId, PortNote[]>();
  /** Where each chunk began that was sent. */
  readonly sent: number[] = [];
  /** Asked before each message: what becomes of it. */
  fate: () => 'arrives' | 'lost' | 'answer lost' = () => 'arrives';

  claim({ attemptId, session, nonce }: ClaimAttempt): Promise<ClaimReply> {
    return this.travel((): ClaimReply => {
      this.nonces.push(nonce);
      const held = this.held.get(attemptId);
      if (held && held.nonce !== nonce) return { result: 'refused', reason: 'claimed-by-another' };
      if (this.reported.has(attemptId)) return { result: 'refused', reason: 'not-running' };
      this.held.set(attemptId, { nonce, session });
      return { result: 'granted', grant: grantOf(attemptId) };
    });
  }

  beat(_message: Beat): Promise<BeatReply> {
    return this.travel(() => ({ cancel: [], fenced: [], release: [] }));
  }

  report({ attemptId, session, nonce, outcome }: ReportAttempt): Promise<ReportReply> {
    return this.travel((): ReportReply => {
      const held = this.held.get(attemptId);
      if (held?.nonce !== nonce || held.session !== session) return { result: 'fenced' };
      this.reported.set(attemptId, outcome.logBytes);
      this.outcomes.push(outcome);
      return { result: 'ok', logStored: this.output(attemptId).length };
    });
  }

  keepArtifact({ attemptId, session, nonce, artifact }: KeepArtifact): Promise<KeepArtifactReply> {
    return this.travel((): KeepArtifactReply => {
      const held = this.held.get(attemptId);
      if (held?.nonce !== nonce || held.session !== session) return { result: 'fenced' };
      this.artifacts.push(artifact);
      return { result: 'ok' };
    });
  }

  publishPorts({ attemptId, session, nonce, ports }: PublishPorts): Promise<PublishPortsReply> {
    return this.travel((): PublishPortsReply => {
      const held = this.held.get(attemptId);
      if (held?.nonce !== nonce || held.session !== session) return { result: 'fenced' };
      this.ports.set(attemptId, ports);
      return { result: 'ok' };
    });
  }

  adopt({ session, attempts }: AdoptAttempts): Promise<AdoptReply> {
    return this.travel(() => {
      const mine = attempts.filter(({ attemptId, nonce }) => this.held.get(attemptId)?.nonce === nonce);
      for (const { attemptId, nonce } of mine) this.held.set(attemptId, { nonce, session });
      const kept = mine.map(one => one.attemptId);
      const logStored = Object.fromEntries(kept.map(id => [id, this.output(id).length]));
      return { kept, fenced: attempts.map(one => one.attemptId).filter(id => !kept.includes(id)), logStored };
    });
  }

  keepLog(_project: ProjectId, attemptId: AttemptId, offset: number, bytes: Uint8Array): Promise<void> {
    this.sent.push(offset);
    return this.travel(() => {
      const chunks = this.stored.get(attemptId) ?? new Map<number, Uint8Array>();
      this.stored.set(attemptId, chunks.set(offset, bytes));
    });
  }

  /** What is stored without a gap from the start. */
  output(attemptId: AttemptId): string {
    let whole = '';
    const chunks = this.stored.get(attemptId);
    for (let chunk = chunks?.get(0); chunk; chunk = chunks?.get(whole.length)) whole += Buffer.from(chunk).toString();
    return whole;
  }

  private async travel<Reply>(work: () => Reply): Promise<Reply> {
    const fate = this.fate();
    await new Promise(setImmediate);
    if (fate === 'lost') throw away;
    const reply = work();
    if (fate === 'answer lost') throw away;
    return reply;
  }
}

const away = new Fault({ code: 'bus-timeout', message: 'no answer', blame: 'platform', retry: true });

const grantOf = (attemptId: AttemptId): Grant => {
  const parts = partsOfAttempt(attemptId);
  if (!parts) throw new Error(`${attemptId} is no attempt`);
  const { executionId, stepId } = parts;
  const rest = { project: 'default' as ProjectId, stepName: stepId, config: {}, environment: {}, leaseMs: 90_000 };
  return { attemptId, executionId, stepId, ...rest };
};
