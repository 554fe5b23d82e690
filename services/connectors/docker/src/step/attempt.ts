import {
  type Ending,
  GrowingFile,
  LogOfParts,
  type RunningAttempt,
  type Stop,
  unstartedReasons,
} from '@switchyard/connector-kit';
import { join } from 'node:path';
import type { PortNote } from '@switchyard/contracts';
import { Fault, type Millis, reach, reasonOf, unlessAborted } from '@switchyard/kernel';
import { insistOnClearing } from './clearing.js';
import { Course, type CourseParts, graceSeconds } from './course.js';
import type { NoteOfBegin } from './notes.js';
import { Spool } from './spool.js';

export type AttemptParts = Omit<CourseParts, 'log' | 'said' | 'spool' | 'ports' | 'signal' | 'deadlineAt'>;

/** Its first process ends a step by itself; only where that does not happen, its connector does. */
const laterThanInitMs: Millis = 5_000;

/** One step on an engine, from its image on. */
export class DockerAttempt implements RunningAttempt {
  readonly log = new LogOfParts();
  readonly ports?: Promise<PortNote[]>;
  private readonly published = Promise.withResolvers<PortNote[]>();
  private readonly said;
  private readonly ended: Promise<Ending>;
  private readonly preparing = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private stopped: Stop | undefined;
  private fedAt: Millis = performance.now();
  private course: Course | undefined;
  /** What is still to be taken away; never rejects. */
  cleared: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: AttemptParts,
    begun: NoteOfBegin,
  ) {
    const { directory } = parts.place;
    this.said = {
      before: new GrowingFile(join(directory, 'said')),
      after: new GrowingFile(join(directory, 'said-after')),
    };
    if (parts.grant.ports) this.ports = this.published.promise;
    this.stopped = begun.stopped;
    if (this.stopped) this.preparing.abort();
    this.ended = this.run(begun).finally(() => this.finish());
    this.ended.catch(() => undefined);
  }

  outcome(signal?: AbortSignal): Promise<Ending> {
    return unlessAborted(this.ended, signal);
  }

  async stop(): Promise<void> {
    await this.give('cancelled');
  }

  async kill(): Promise<void> {
    const { containers, names } = this.parts;
    await this.give('cancelled', false);
    // The engine may be away for long: whoever kills waits for the outcome if they wish.
    void containers.kill(names.container).catch(() => undefined);
  }

  async feed(): Promise<void> {
    this.fedAt = performance.now();
    if (!this.preparing.signal.aborted && this.hasStarted) await this.parts.box.feed();
  }

  /** The first word counts, and is kept: the end may come when another process asks for it. */
  private async give(why: Stop, withGrace = true): Promise<void> {
    const { notes, containers, names, rules } = this.parts;
    const isFirst = this.stopped === undefined;
    this.stopped ??= why;
    if (isFirst && notes.begun && !notes.ending) await notes.begin({ ...notes.begun, stopped: this.stopped });
    this.preparing.abort();
    if (isFirst && withGrace) void containers.stop(names.container, graceSeconds(rules)).catch(() => undefined);
  }

  private async run(begun: NoteOfBegin): Promise<Ending> {
    const { notes } = this.parts;
    await this.log.add(this.said.before);
    const known = notes.ending;
    const ending = known ?? (await this.carried(begun));
    if (known) await this.addOutput(begun.beganAt);
    reach('docker.end.beforeNote');
    if (!known) await notes.end(ending);
    reach('docker.end.afterNote');
    const { course } = this;
    if (course) this.cleared = insistOnClearing(this.parts.grant.attemptId, () => course.clear());
    return ending;
  }

  /** Of one that ended in an earlier process: what it printed is on disk. */
  private async addOutput(beganAt: Millis): Promise<void> {
    this.course = this.known(beganAt);
    const spool = this.spool();
    spool.finish();
    await this.log.add(spool);
    await this.log.add(this.said.after);
  }

  /** Of one that has ended only what it left is of interest; a config that is no good left nothing. */
  private known(beganAt: Millis): Course | undefined {
    try {
      return this.courseFrom(beganAt);
    } catch {
      return undefined;
    }
  }

  private courseFrom(beganAt: Millis): Course {
    const { log, said, parts } = this;
    const spool = () => this.spool();
    return new Course({
      ...parts,
      log,
      said,
      spool,
      ports: ports => this.published.resolve(ports),
      signal: this.preparing.signal,
      deadlineAt: this.deadlineOf(beganAt),
    });
  }

  private deadlineOf(beganAt: Millis): Millis | undefined {
    const { timeoutMs } = this.parts.grant;
    return timeoutMs === undefined ? undefined : beganAt + timeoutMs;
  }

  private async carried(begun: NoteOfBegin): Promise<Ending> {
    this.watch(this.deadlineOf(begun.beganAt));
    try {
      this.course = this.courseFrom(begun.beganAt);
      return await Promise.race([this.course.run(begun), this.abandoned()]);
    } catch (error) {
      return this.unstarted(error, begun.beganAt);
    }
  }

  /** An engine that stays away for too long has given the step up. */
  private abandoned(): Promise<never> {
    const { engine, rules } = this.parts;
    return new Promise((_, reject) => {
      const look = () => {
        if (engine.awayForMs < rules.patienceMs) return;
        const message = `the engine has been away for ${String(rules.patienceMs / 1_000)} s`;
        reject(new Fault({ code: 'engine-away', message, blame: 'platform', retry: true }));
      };
      this.timers.push(setInterval(look, Math.min(1_000, rules.patienceMs)).unref());
    });
  }

  private spool(): Spool {
    return new Spool(this.parts.place.directory);
  }

  private watch(deadlineAt: Millis | undefined): void {
    const { grant, rules, box } = this.parts;
    const look = () => {
      if (performance.now() - this.fedAt > grant.leaseMs) void this.give('fenced').catch(() => undefined);
    };
    this.timers.push(setInterval(look, Math.max(50, grant.leaseMs / 10)).unref());
    if (deadlineAt === undefined) return;
    const over = () => {
      if (!this.hasStarted || box.shared.init === undefined) return void this.give('timeout').catch(() => undefined);
      const late = rules.graceMs + laterThanInitMs;
      this.timers.push(setTimeout(() => void this.give('timeout').catch(() => undefined), late).unref());
    };
    // What a timer can hold is less than some timeouts.
    this.timers.push(setTimeout(over, Math.min(2 ** 31 - 1, Math.max(0, deadlineAt - Date.now()))).unref());
  }

  private get hasStarted(): boolean {
    return this.parts.notes.begun?.starting !== undefined;
  }

  private unstarted(error: unknown, startedAt: Millis): Ending {
    const { stopped } = this;
    const times = { startedAt, finishedAt: Date.now(), droppedBytes: 0 };
    const begun = this.hasStarted ? {} : { begun: false as const };
    if (stopped && !(error instanceof Fault && error.code === 'bad-config')) {
      const failure = stopped === 'timeout' ? 'timeout' : stopped === 'cancelled' ? 'cancelled' : 'platform';
      return { kind: stopped, failure, reason: unstartedReasons[stopped], ...begun, ...times };
    }
    if (error instanceof Fault) for (const line of error.suggestions) this.said.before.add(`Hint: ${line}`);
    const failure = error instanceof Fault ? error.blame : 'platform';
    return { kind: 'failed', failure, reason: reasonOf(error).slice(0, 1_900), ...begun, ...times };
  }

  private finish(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.log.end();
  }
}
