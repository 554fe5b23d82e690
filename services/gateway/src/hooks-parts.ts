import type { Provider } from '@nestjs/common';
import type { Bus } from '@switchyard/bus';
import { type Clock, reasonOf } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { loggerOf } from '@switchyard/telemetry';
import { AcceptHook } from './app/hooks/accept-hook.js';
import { HandOverHooks } from './app/hooks/hand-over-hooks.js';
import { KeepProjectTokens } from './app/hooks/keep-project-tokens.js';
import { HookInbox, HookTrouble } from './app/hooks/ports.js';
import type { QueueLimit } from './app/queue-limit.js';
import { HookJournalController } from './in/hooks/hook-journal.controller.js';
import { HooksController } from './in/hooks/hooks.controller.js';
import { MongoHooks } from './out/mongo-hooks.js';
import { MongoProjectTokens } from './out/mongo-project-tokens.js';
import { NatsProjectDeliveries } from './out/nats-project-deliveries.js';

class LogHookTrouble extends HookTrouble {
  note(delivery: string, error: unknown): void {
    loggerOf('gateway').warn({ delivery, error: reasonOf(error) }, 'delivery not handed over yet');
  }
}

interface HookNeeds {
  clock: Clock;
  limit: QueueLimit;
  /** What tokens are made from. */
  key: string;
}

/** Everything that takes what comes to projects from outside, wired. */
export const hookPartsOf = (bus: Bus, store: Store, { clock, limit, key }: HookNeeds) => {
  const inbox = new MongoHooks(store);
  const handOver = new HandOverHooks(inbox, new NatsProjectDeliveries(bus), limit, new LogHookTrouble(), clock);
  return {
    inbox,
    handOver,
    accept: new AcceptHook(inbox, handOver, clock),
    tokens: new KeepProjectTokens(new MongoProjectTokens(store, clock), clock, key),
  };
};

export const hookControllers = [HooksController, HookJournalController];

export const hookProviders = ({ inbox, accept, tokens }: ReturnType<typeof hookPartsOf>): Provider[] => [
  { provide: HookInbox, useValue: inbox },
  { provide: AcceptHook, useValue: accept },
  { provide: KeepProjectTokens, useValue: tokens },
];
