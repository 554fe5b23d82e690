import { randomUUID } from 'node:crypto';
import { insist } from '@switchyard/bus';
import type { AdoptReply, AttemptId, ConnectorType, ExecutionId, Grant, SessionId } from '@switchyard/contracts';
import { partsOfAttempt } from '@switchyard/contracts';
import { type Millis, reach, reasonOf } from '@switchyard/kernel';
import { contextFrom, inSpan, loggerOf, traceparentOf } from '@switchyard/telemetry';
import { carry } from './attempt-run.js';
import { end } from './begin-and-end.js';
import type { Connector, Ending, JournalEntry, Place, RunningAttempt } from './connector.js';
import type { Journal } from './journal.js';
import type { Platform } from './platform.js';
import type { HostSecrets } from './secrets/host-secrets.js';
import { startedOrRefused } from './secrets/started-or-refused.js';
import type { Workspaces } from './workspaces.js';

/** How long a doorbell may wait for the answer to its claim before it is put back. */
const claimPatienceMs: Millis = 20_000;

interface Active {
  executionId: ExecutionId | undefined;
  /** The platform has given it to this session. */
  granted: boolean;
  running?: RunningAttempt;
  fence: AbortController;
  done: Promise<void>;
}

/** An attempt that goes on by itself. */
interface Goes {
  done: Promise<void>;
}

/** The attempts of one connector process. */
export class Worker {
  readonly session = randomUUID() as string as SessionId;
  private readonly active = new Map<AttemptId, Active>();
  private readonly leaving = new AbortController();
  private readonly log;

  constructor(
    private readonly connector: Connector,
    private readonly platform: Platform,
    private readonly journal: Journal,
    private readonly workspaces: Workspaces,
    private readonly secrets: HostSecrets,
    private readonly slots: number,
    /** Called when a slot is free again. */
    private readonly freed: () => void,
  ) {
    this.log = loggerOf(`connector-${connector.type}`);
  }

  get type(): ConnectorType {
    return this.connector.type;
  }
  /** Of the data directory, whichever process works in it. */
  get machine(): string {
    return this.secrets.sealingKey;
  }
  /** Attempts that may be taken on now. */
  get room(): number {
    return this.leaving.signal.aborted ? 0 : this.slots - this.active.size;
  }
  /** What this session was given; what it is still asking for is not among it. */
  get running(): AttemptId[] {
    return [...this.active].filter(([, one]) => one.granted).map(([id]) => id);
  }
  /** Slots in use. */
  get busy(): number {
    return this.active.size;
  }

  /** Answers a doorbell: journal, claim, grant; the attempt then goes on by itself. */
  async take(attemptId: AttemptId): Promise<void> {
    if (this.active.has(attemptId)) return;
    reach('connector.take.begin');
    const traceparent = traceparentOf();
    await this.hold(attemptId, async fence => {
      // The answer to an earlier claim may have been lost: only its nonce gets the same grant.
      const known = await this.journal.find(attemptId);
      if (known?.grant) return this.begin(known, known.grant, fence);
      const entry = known ?? { attemptId, nonce: randomUUID(), ...(traceparent ? { traceparent } : {}) };
      if (!known) await this.journal.add(entry);
      return this.claimed(entry, fence);
    });
  }

  /** Takes up again what an earlier process left. Resolves when all of it is running. */
  async recover(): Promise<void> {
    const entries = await this.journal.entries();
    const granted = entries.filter(entry => entry.grant !== undefined);
    const attempts = granted.map(({ attemptId, nonce }) => ({ attemptId, nonce }));
    const message = { v: 1 as const, session: this.session, connector: this.connector.type, attempts };
    const nothing: AdoptReply = { kept: [], fenced: [] };
    if (attempts.length > 0) reach('connector.adopt.beforeAsking');
    const adopting = () => this.platform.adopt(message);
    const { fenced, logStored = {} } =
      attempts.length > 0 ? await insist(adopting, { signal: this.leaving.signal }) : nothing;
    if (attempts.length > 0) reach('connector.adopt.answered');
    await Promise.all(
      entries.map(entry =>
        this.hold(entry.attemptId, async fence => {
          if (fenced.includes(entry.attemptId)) return this.drop(entry);
          if (!entry.grant) return this.claimed(entry, fence);
          return this.begin(entry, entry.grant, fence, logStored[entry.attemptId]);
        }),
      ),
    );
  }

  /** Ends an attempt of ours with grace. */
  async cancel(attemptId: AttemptId): Promise<void> {
    reach('connector.cancel.beforeStop');
    await this.active.get(attemptId)?.running?.stop();
  }

  /** Ends an attempt that belongs to somebody else now. Resolves when nothing of it is left. */
  async fence(attemptId: AttemptId): Promise<void> {
    const active = this.active.get(attemptId);
    reach('connector.fence.begin');
    active?.fence.abort();
    await active?.done;
  }

  /** The execution has ended; its workspace goes when nothing of it runs here. */
  async release(executionId: ExecutionId): Promise<void> {
    const mine = [...this.active.values()].filter(one => one.executionId === executionId);
    await Promise.all(mine.map(one => one.done));
    await this.workspaces.remove(executionId).catch((error: unknown) =>
      // The next beat names it again.
      this.log.warn({ executionId, error: reasonOf(error) }, 'workspace not removed'),
    );
  }

  async feed(): Promise<void> {
    await Promise.allSettled([...this.active.values()].map(one => one.running?.feed()));
  }

  /** Leaves running attempts to the next process, or ends them and reports that. */
  async leave(finish: boolean): Promise<void> {
    const all = [...this.active.entries()];
    if (finish) {
      await Promise.all(all.map(([id]) => this.cancel(id)));
      await Promise.race([
        Promise.all(all.map(([, one]) => one.done)),
        new Promise(resolve => setTimeout(resolve, 15_000).unref()),
      ]);
    }
    this.leaving.abort();
    for (const [, one] of all) one.fence.abort();
    await Promise.all(all.map(([, one]) => one.done));
  }

  /** Holds a slot while `begin` starts the attempt, and on while it runs. Rejects when it could not begin. */
  private async hold(
    attemptId: AttemptId,
    begin: (fence: AbortController) => Promise<Goes | undefined>,
  ): Promise<void> {
    const fence = new AbortController();
    const executionId = partsOfAttempt(attemptId)?.executionId;
    const active: Active = { executionId, granted: false, fence, done: Promise.resolve() };
    this.active.set(attemptId, active);
    const beginning = begin(fence);
    active.done = beginning
      .then(
        goesOn => goesOn?.done,
        () => undefined,
      )
      .finally(() => {
        this.active.delete(attemptId);
        this.freed();
      });
    const goesOn = await beginning.catch(async (error: unknown) => {
      await active.done;
      throw error;
    });
    if (!goesOn) await active.done;
  }

  private async claimed(entry: JournalEntry, fence: AbortController): Promise<Goes | undefined> {
    const { attemptId, nonce } = entry;
    const { sealingKey } = this.secrets;
    const message = { v: 1 as const, attemptId, session: this.session, nonce, sealingKey };
    reach('connector.claim.beforeAsking');
    const reply = await insist(() => this.platform.claim(message), {
      signal: this.leaving.signal,
      patienceMs: claimPatienceMs,
    });
    reach('connector.claim.answered');
    if (reply.result === 'refused') return this.drop(entry);
    const grant = this.secrets.keep(reply.grant);
    await this.journal.grant(attemptId, grant);
    const goesOn = this.begin(entry, grant, fence);
    // It may have ended by then, and its folder be gone; where it is not kept, the claim is repeated.
    await this.journal.keepGrant(attemptId).catch(() => undefined);
    return goesOn;
  }

  /** Not ours, or not any more. */
  private async drop({ attemptId, grant }: JournalEntry): Promise<undefined> {
    reach('connector.drop.begin');
    const running = grant && (await this.connector.adopt(grant, await this.placeOf(grant)));
    if (running) await end(running);
    await this.journal.remove(attemptId);
  }

  private async placeOf(grant: Grant): Promise<Place> {
    return { directory: this.journal.place(grant.attemptId), workspace: await this.workspaceOf(grant) };
  }

  private workspaceOf({ workspace, executionId, attemptId, workspaceOf }: Grant): Promise<string> {
    if (workspace === 'own') return this.workspaces.makeOwn(executionId, attemptId);
    return this.workspaces.make(executionId, workspaceOf);
  }

  private begin(entry: JournalEntry, grant: Grant, fence: AbortController, logStored = 0): Goes {
    const active = this.active.get(grant.attemptId);
    if (active) active.granted = true;
    const attributes = {
      'yard.execution': grant.executionId,
      'yard.step': grant.stepId,
      'yard.attempt': grant.attemptId,
    };
    const span = { service: `connector-${this.connector.type}`, parent: contextFrom(entry.traceparent), attributes };
    const done = inSpan(`step ${grant.stepName}`, span, () => this.run(entry, grant, fence, logStored)).catch(
      (error: unknown) =>
        this.log.error({ attemptId: grant.attemptId, error: reasonOf(error) }, 'attempt not carried to its end'),
    );
    return { done };
  }

  private async run(entry: JournalEntry, grant: Grant, fence: AbortController, logStored: number): Promise<void> {
    reach('connector.start.beforeStart');
    const place = await this.placeOf(grant);
    const { running, masking } = await startedOrRefused(this.connector, this.secrets, grant, place);
    reach('connector.start.afterStart');
    const active = this.active.get(grant.attemptId);
    if (active) active.running = running;
    this.log.info({ attemptId: grant.attemptId }, 'step started');
    const [{ session, platform }, { signal }] = [this, fence];
    const judged = (ending: Ending) => this.workspaces.judge(ending, grant, place.workspace);
    const ending = await carry({ platform, entry, grant, running, masking, judged, logStored, session, signal });
    // Left to the next process: the journal stays.
    if (this.leaving.signal.aborted && !ending) return;
    if (!ending) await end(running);
    if (!ending) reach('connector.fence.killed');
    this.log.info({ attemptId: grant.attemptId, outcome: ending?.kind ?? 'fenced' }, 'step ended');
    await this.journal.remove(grant.attemptId);
  }
}
