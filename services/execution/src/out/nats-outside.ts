import type { Bus } from '@switchyard/bus';
import { type Bell, bellSubject, type Control, controlSubject } from '@switchyard/contracts';
import { never, reach, reasonOf } from '@switchyard/kernel';
import { contextFrom, loggerOf, within } from '@switchyard/telemetry';
import { Outside } from '../app/ports.js';
import type { Effect } from '../domain/effects.js';

const log = loggerOf('execution');

export class NatsOutside extends Outside {
  constructor(private readonly bus: Bus) {
    super();
  }

  perform(effect: Effect, traceparent: string | undefined, ring = 0): Promise<void> {
    return within(contextFrom(traceparent), () => this.send(effect, ring));
  }

  private async send(effect: Effect, ring: number): Promise<void> {
    switch (effect.kind) {
      case 'ring':
        return this.ring(effect, ring);
      case 'cancel':
        return this.control(effect, { v: 1, kind: 'cancel', attemptId: effect.attemptId });
      case 'release':
        return this.control(effect, { v: 1, kind: 'release', executionId: effect.executionId });
      default:
        return never(effect);
    }
  }

  private async ring({ attemptId, connector, pool }: Extract<Effect, { kind: 'ring' }>, ring: number): Promise<void> {
    reach('execution.outside.beforeRing');
    const bell: Bell = { v: 1, attemptId };
    // A second ring needs its own message id: the dedupe window would swallow it.
    await this.bus.keep(bellSubject(connector, pool), bell, { id: `${attemptId}:${ring}` }).catch((error: unknown) => {
      log.warn({ attemptId, error: reasonOf(error) }, 'doorbell not rung');
    });
    reach('execution.outside.afterRing');
  }

  private async control({ connector, session }: Exclude<Effect, { kind: 'ring' }>, control: Control): Promise<void> {
    reach('execution.outside.beforeControl');
    this.bus.publish(controlSubject(connector, session), control);
  }
}
