import type { Bus, Subscription } from '@switchyard/bus';
import { eventsAmong, type YardEvent } from '@switchyard/contracts';
import { type Bells, ringingEnds } from '../app/bells.js';

/** Hears which bells were answered through other processes of this service. A lost message is made up for by the sweep. */
export const hearAnsweredBells = (bus: Bus, bells: Bells): Subscription => {
  const heard = ringingEnds.map(type =>
    bus.subscribe(eventsAmong(undefined, type), message => bells.heard(message.json<YardEvent>())),
  );
  return { stop: () => heard.forEach(one => one.stop()) };
};
