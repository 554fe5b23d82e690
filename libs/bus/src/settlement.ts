import { Fault, reasonOf } from '@switchyard/kernel';

/** What becomes of a stream's message after its handler. */
export type Settlement = { kind: 'done' } | { kind: 'later'; delayMs: number } | { kind: 'bury'; reason: string };

/** Deliveries after which a message is poison, whatever its handler says. */
export const mostDeliveries = 20;

/** One settlement per message: from what its handler returned. */
export const settledBy = (returned: void | Settlement): Settlement => returned ?? { kind: 'done' };

/** One settlement per message: from what its handler threw. */
export const settledByError = (thrown: unknown, deliveries: number): Settlement => {
  if (thrown instanceof Fault && !thrown.retry) return { kind: 'bury', reason: `${thrown.code}: ${thrown.message}` };
  if (deliveries >= mostDeliveries) return { kind: 'bury', reason: `failed ${deliveries} times: ${reasonOf(thrown)}` };
  return { kind: 'later', delayMs: Math.min(5_000, 100 * 2 ** Math.max(0, deliveries - 1)) };
};
