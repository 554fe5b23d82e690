import type { Grant } from '@switchyard/contracts';
import { Fault, type Millis, reasonOf, unlessAborted } from '@switchyard/kernel';
import { begun } from '../begin-and-end.js';
import type { Connector, Ending, Place, RunningAttempt } from '../connector.js';
import type { Around, Given, Surrounding } from './around.js';
import { GrowingFile } from './growing-file.js';
import { LogOfParts } from './log-of-parts.js';
import { type Stop, unstartedReasons } from './stop.js';

export interface AroundParts {
  connector: Connector;
  grant: Grant;
  place: Place;
  arounds: readonly Around[];
  /** Its whole end, kept where a later process finds it. */
  notes: { read(): Ending | undefined; write(ending: Ending): Promise<void> };
  /** Paths of what is said before and after. */
  logs: { before: string; after: string };
}

/** An attempt together with what lies around it: one output, and one end that comes when all of it is done. */
export class AroundAttempt implements RunningAttempt {
  readonly log = new LogOfParts();
  private readonly ended: Promise<Ending>;
  private inner: RunningAttempt | undefined;
  /** Of what is done before the step, and of what is done after it: keeping files goes on after a cancel. */
  private readonly stopping = new AbortController();
  private readonly leaving = new AbortController();
  private hasEnded = false;
  private given: Record<string, string | undefined> = {};
  private stopped: Stop | undefined;
  private fedAt: Millis = performance.now();
  private readonly startedAt = Date.now();

  private constructor(private readonly parts: AroundParts) {
    const { timeoutMs } = parts.grant;
    const late = timeoutMs === undefined ? undefined : setTimeout(() => this.give('timeout'), timeoutMs);
    late?.unref();
    this.ended = this.run().finally(() => {
      clearTimeout(late);
      this.log.end();
    });
    this.ended.catch(() => undefined);
  }

  static begin(parts: AroundParts): RunningAttempt {
    return new AroundAttempt(parts);
  }

  outcome(signal?: AbortSignal): Promise<Ending> {
    return unlessAborted(this.ended, signal);
  }

  async stop(): Promise<void> {
    this.give('cancelled');
    await this.inner?.stop();
  }

  async kill(): Promise<void> {
    this.give('fenced');
    await this.inner?.kill();
  }

  async feed(): Promise<void> {
    this.fedAt = performance.now();
    await this.inner?.feed();
  }

  /** The first word counts. */
  private give(why: Stop): void {
    this.stopped ??= why;
    this.stopping.abort();
    if (why === 'fenced' || (why === 'cancelled' && this.hasEnded)) this.leaving.abort();
  }

  private async run(): Promise<Ending> {
    const { connector, grant, place, logs, notes } = this.parts;
    const [before, after] = [new GrowingFile(logs.before), new GrowingFile(logs.after)];
    await this.log.add(before);
    const known = notes.read();
    const adopted = await connector.adopt(grant, place);
    if (adopted) return this.watched(adopted, after, known);
    const unready = known ? undefined : await this.prepare(before);
    if (known || unready) await this.log.add(after);
    if (known) return known;
    if (unready) return this.closed(unready, after);
    return this.watched(await begun(connector, this.shortened(), place), after);
  }

  private async watched(inner: RunningAttempt, after: GrowingFile, known?: Ending): Promise<Ending> {
    this.inner = inner;
    await this.log.add(inner.log);
    // It may have been stopped while it started.
    if (this.stopped) await (this.stopped === 'fenced' ? inner.kill() : inner.stop());
    const ending = await inner.outcome();
    await this.log.add(after);
    return known ?? this.closed(ending, after);
  }

  /** The time that is left for the step itself, and what it was given. */
  private shortened(): Grant {
    const variables = Object.entries({ ...this.parts.grant.environment, ...this.given });
    const environment = Object.fromEntries(
      variables.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const grant = { ...this.parts.grant, environment };
    if (grant.timeoutMs === undefined) return grant;
    return { ...grant, timeoutMs: Math.max(1, grant.timeoutMs - (Date.now() - this.startedAt)) };
  }

  /** @returns how it ended, where it cannot or need not start */
  private async prepare(log: GrowingFile): Promise<Ending | undefined> {
    const { arounds, grant } = this.parts;
    // Written at once: from now on a later process knows that this one has begun.
    log.begin();
    let given: Given | undefined;
    try {
      given = await this.firstGiven(arounds, log);
    } catch (error) {
      if (!this.stopped) log.add(reasonOf(error));
      if (!this.stopped) return this.unstarted(error instanceof Fault ? error.blame : 'platform', reasonOf(error));
    }
    // A machine that stood still for longer than its lease may have been given up.
    if (performance.now() - this.fedAt > grant.leaseMs) this.give('fenced');
    if (this.stopped)
      return this.unstarted(this.stopped === 'timeout' ? 'timeout' : 'cancelled', unstartedReasons[this.stopped]);
    return given && { ...given, droppedBytes: 0, startedAt: this.startedAt, finishedAt: Date.now() };
  }

  /** Gets everything ready, or as far as somebody knows that the step need not run. */
  private async firstGiven(arounds: readonly Around[], log: GrowingFile): Promise<Given | undefined> {
    for (const around of arounds) {
      this.stopping.signal.throwIfAborted();
      const given = await around.before(this.about(log, this.stopping.signal));
      if (given) return given;
    }
    return undefined;
  }

  private async closed(ending: Ending, log: GrowingFile): Promise<Ending> {
    this.hasEnded = true;
    let whole = ending;
    for (const around of this.parts.arounds.toReversed())
      try {
        whole = await around.after(this.about(log, this.leaving.signal), whole);
      } catch (error) {
        log.add(reasonOf(error));
        const failure = error instanceof Fault ? error.blame : 'platform';
        if (whole.failure === undefined) whole = { ...whole, kind: 'failed', failure, reason: reasonOf(error) };
      }
    whole = { ...whole, finishedAt: Math.max(whole.finishedAt, Date.now()) };
    if (this.stopped !== 'fenced') await this.parts.notes.write(whole);
    return whole;
  }

  private about(log: GrowingFile, signal: AbortSignal): Surrounding {
    const { grant, place } = this.parts;
    const give = (variables: Readonly<Record<string, string | undefined>>) => Object.assign(this.given, variables);
    return { grant, place, signal, say: line => log.add(line), give };
  }

  private unstarted(failure: NonNullable<Ending['failure']>, reason: string): Ending {
    const kind = this.stopped ?? 'failed';
    const times = { startedAt: this.startedAt, finishedAt: Date.now() };
    return { kind, failure, reason, begun: false, droppedBytes: 0, ...times };
  }
}
