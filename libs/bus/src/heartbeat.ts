import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Heartbeat, heartbeatSubject } from '@switchyard/contracts';
import { isoTime, type Millis, untilNextBeat } from '@switchyard/kernel';
import type { Bus } from './bus.js';
import { version } from './version.js';

/** What a process says of itself on top of who it is. */
export type Pulse = Pick<Heartbeat, 'connector' | 'pool' | 'running' | 'slots'>;

/** Says at once, and then every few seconds, that this process lives. */
export const startHeartbeat = (
  bus: Pick<Bus, 'publish'>,
  { service, instance = randomUUID(), pulse = () => ({}) }: { service: string; instance?: string; pulse?: () => Pulse },
  everyMs: Millis = 5_000,
): { stop(): void } => {
  const startedAt = isoTime(Date.now());
  const beat = () => {
    const facts: Heartbeat = {
      v: 1,
      service,
      instance,
      host: hostname(),
      pid: process.pid,
      version,
      startedAt,
      ...pulse(),
    };
    bus.publish(heartbeatSubject(service, instance), facts);
  };
  let timer: NodeJS.Timeout;
  const beatAndGoOn = () => {
    beat();
    timer = setTimeout(beatAndGoOn, untilNextBeat(everyMs));
  };
  beatAndGoOn();
  return { stop: () => clearTimeout(timer) };
};
