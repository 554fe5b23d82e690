import { type NatsServer, type NatsServerOptions, startNatsServer } from '@switchyard/embedded';
import { type Fault, type Millis, reasonOf, sleep, untilNextBeat } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';

/** A server that dies more often than this in a row is not started again. */
const mostDeaths = 5;
const calmMs: Millis = 10_000;
/** Between two questions whether it is well, the same once one had no good answer, and how long an answer may take. */
const askedEveryMs: Millis = 5_000;
const askedAgainMs: Millis = 1_000;
const answeredWithinMs: Millis = 2_000;
/** Questions without a good answer, in a row, before it is ended: a busy machine is slow, a full disk is for ever. */
const mostSilences = 3;
/** Between two tries where it cannot be started, which a full disk is a reason for. */
const triedAgainMs: Millis = 2_000;
const log = loggerOf('single-node');

/** A nats-server that is started again on its port when it dies or hangs; clients reconnect by themselves. */
export class KeptBus {
  /** Resolves when it died so often that it is not started again. */
  readonly broken: Promise<Fault>;
  private readonly leaving = new AbortController();
  private readonly port: number;

  private constructor(
    private readonly options: NatsServerOptions,
    private current: NatsServer,
  ) {
    this.port = Number(new URL(current.url).port);
    this.broken = this.keep();
    void this.watch();
  }

  /** @throws Fault as {@link startNatsServer} does. */
  static async start(options: NatsServerOptions): Promise<KeptBus> {
    return new KeptBus(options, await startNatsServer(options));
  }

  get url(): string {
    return this.current.url;
  }

  credentials(user: string): { user: string; password: string } {
    return this.current.credentials(user);
  }

  stop(): Promise<void> {
    this.leaving.abort();
    return this.current.stop();
  }

  private async keep(): Promise<Fault> {
    let deaths = 0;
    for (let startedAt = performance.now(); ; startedAt = performance.now()) {
      const death = await this.current.died;
      deaths = performance.now() - startedAt > calmMs ? 1 : deaths + 1;
      if (this.leaving.signal.aborted) return new Promise(() => undefined);
      if (deaths > mostDeaths) return death;
      log.error({ error: reasonOf(death), deaths }, 'bus died, starting it again');
      await sleep(100 * deaths, this.leaving.signal);
      await this.startAgain();
    }
  }

  private async startAgain(): Promise<void> {
    while (!this.leaving.signal.aborted)
      try {
        this.current = await startNatsServer({ ...this.options, port: this.port });
        // Whoever stops meanwhile has stopped the one before.
        if (this.leaving.signal.aborted) await this.current.stop();
        return;
      } catch (error) {
        log.error({ error: reasonOf(error) }, 'bus cannot be started, trying again');
        await sleep(triedAgainMs, this.leaving.signal);
      }
  }

  /**
   * Ends a server that hangs: in nats-server 2.9.10 a stream whose write found the disk full waits for itself for ever
   * (msgBlock.writeMsgRecord calls rebuildStateLocked), and later ones switch JetStream off until they are started anew.
   */
  private async watch(): Promise<void> {
    let silences = 0;
    let asked = this.current;
    while (!this.leaving.signal.aborted) {
      if (asked !== this.current) silences = 0;
      asked = this.current;
      silences = (await asked.isWell(answeredWithinMs)) ? 0 : silences + 1;
      if (silences >= mostSilences && asked === this.current && !this.leaving.signal.aborted) {
        log.error({ silences }, 'bus answers nobody, ending it');
        asked.kill();
        silences = 0;
      }
      await sleep(silences > 0 ? askedAgainMs : untilNextBeat(askedEveryMs), this.leaving.signal);
    }
  }
}
