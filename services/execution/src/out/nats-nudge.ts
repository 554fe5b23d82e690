import type { Bus } from '@switchyard/bus';
import { type ConnectorType, type Control, controlSubject, type SessionId } from '@switchyard/contracts';
import { Nudge } from '../app/ports.js';

export class NatsNudge extends Nudge {
  constructor(private readonly bus: Bus) {
    super();
  }

  beat(connector: ConnectorType, session: SessionId): void {
    const control: Control = { v: 1, kind: 'beat' };
    this.bus.publish(controlSubject(connector, session), control);
  }
}
