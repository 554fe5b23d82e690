import type { Bus } from '@switchyard/bus';
import type { Millis } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import type { PipelineConfig } from './config.js';
import { due } from './in/due.timer.js';
import { EndConsumer } from './in/end.consumer.js';
import { every } from './in/every.timer.js';
import type { TriggerParts } from './trigger-parts.js';

/** What stands of every pipeline is compared with its file this often; whoever changes one has done so already. */
const standingMs: Millis = 60_000;

/** Starts all that starts pipelines by itself. */
export const startTriggers = (
  bus: Bus,
  { clock }: Pick<Store, 'clock'>,
  { taking, standing, schedules, soon, following }: TriggerParts,
  { SCHEDULE_MS, SWEEP_MS }: Pick<PipelineConfig, 'SCHEDULE_MS' | 'SWEEP_MS'>,
): { stop(): Promise<void> } => {
  const stop = new AbortController();
  const consumer = new EndConsumer(bus, following);
  const sweep = async () => {
    await clock.look();
    await taking.sweep();
    await following.sweep();
  };
  const timers = [
    due(
      { everyMs: SCHEDULE_MS, clock },
      { what: 'run schedules', work: () => schedules.run(), waker: soon },
      stop.signal,
    ),
    every(SWEEP_MS, 'sweep triggers', sweep, stop.signal),
    every(standingMs, 'keep schedules', () => standing.sweep(), stop.signal),
  ];
  return {
    stop: async () => {
      stop.abort();
      await Promise.all([consumer.stop(), ...timers]);
      await taking.idle();
    },
  };
};
