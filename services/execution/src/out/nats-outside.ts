import type { Bus } from '@switchyard/bus';
import { type Bell, bellSubject, type Control, controlSubject } from '@switchyard/contracts';
import { never, reach } from '@switchyard/kernel';
import { contextFrom, within } from '@switchyard/telemetry';
import { Outside } from '../app/ports.js';
import type { Effect } from '../domain/effects.js';

export class NatsOutside extends Outside {
  constructor(private readonly bus: Bus) {
    super();
  }

  perform(effect: Effect, traceparent: string | undefined): Promise<void> {
    return within(contextFrom(traceparent), () => this.send(effect));
  }

  private async send(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'ring':
        return this.ring(effect);
      case 'cancel':
        return this.control(effect, { v: 1, kind: 'cancel', attemptId: effect.attemptId });
      case 'release':
        return this.control(effect, { v: 1, kind: 'release', executionId: effect.executionId });
      default:
        return never(effect);
    }
  }

  private async ring({ attemptId, connector, pool, ring }: Extract<Effect, { kind: 'ring' }>): Promise<void> {
    reach('execution.outside.beforeRing');
    const bell: Bell = { v: 1, attemptId };
    // A second ring needs its own message id: the dedupe window would swallow it.
    await this.bus.keep(bellSubject(connector, pool), bell, { id: `${attemptId}:${ring}` });
    reach('execution.outside.afterRing');
  }

  private async control({ connector, session }: Exclude<Effect, { kind: 'ring' }>, control: Control): Promise<void> {
    reach('execution.outside.beforeControl');
    this.bus.publish(controlSubject(connector, session), control);
  }
}
