import type { Grant, PortNote } from '@switchyard/contracts';
import { reasonOf } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Connector, Place, RunningAttempt } from '../connector.js';
import { WrappedConnector } from '../wrapped-connector.js';

/** Tells the platform where ports of an attempt are reached; repeated until it is answered. */
export type TellPorts = (grant: Grant, ports: readonly PortNote[], signal: AbortSignal) => Promise<void>;

/** A connector whose steps, where they publish ports, tell the platform of them: at their start, and when they are taken up. */
export class PortTeller extends WrappedConnector {
  constructor(
    inner: Connector,
    private readonly tell: TellPorts,
  ) {
    super(inner);
  }

  override async start(grant: Grant, place: Place): Promise<RunningAttempt> {
    return this.told(grant, await this.inner.start(grant, place));
  }

  override async adopt(grant: Grant, place: Place): Promise<RunningAttempt | undefined> {
    const found = await this.inner.adopt(grant, place);
    return found && this.told(grant, found);
  }

  /** The step waits for nobody who hears of it, and after its end there is nothing to tell. */
  private told(grant: Grant, attempt: RunningAttempt): RunningAttempt {
    if (!attempt.ports) return attempt;
    const over = new AbortController();
    attempt.ports
      .then(ports => (over.signal.aborted ? undefined : this.tell(grant, ports, over.signal)))
      .catch((error: unknown) => {
        const { attemptId } = grant;
        if (!over.signal.aborted)
          loggerOf(`connector-${this.type}`).warn({ attemptId, error: reasonOf(error) }, 'ports of a step not told');
      });
    return {
      log: attempt.log,
      outcome: signal => attempt.outcome(signal).finally(() => over.abort()),
      stop: () => attempt.stop(),
      kill: () => attempt.kill(),
      feed: () => attempt.feed(),
    };
  }
}
