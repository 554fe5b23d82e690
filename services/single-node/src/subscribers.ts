import { type EventSubscriber, streams, subscriberConsumer, subscriberUser } from '@switchyard/contracts';
import { type DataDirectory, writeWhole } from './data-directory.js';
import type { KeptBus } from './kept-bus.js';

/** What one subscriber signs in with, and where it reads. */
export interface SubscriberAccess {
  url: string;
  user: string;
  password: string;
  project: string;
  stream: string;
  consumer: string;
}

/** Writes `subscribers.json` of the data directory, by name; readable by its user only. */
export const publishSubscribers = async (
  directory: DataDirectory,
  bus: Pick<KeptBus, 'url' | 'credentials'>,
  subscribers: readonly EventSubscriber[],
): Promise<void> => {
  const rows = subscribers.map((one): [string, SubscriberAccess] => [
    one.name,
    {
      url: bus.url,
      ...bus.credentials(subscriberUser(one)),
      project: one.project,
      stream: streams.events.name,
      consumer: subscriberConsumer(one),
    },
  ]);
  await writeWhole(directory.under('subscribers.json'), `${JSON.stringify(Object.fromEntries(rows), undefined, 2)}\n`);
};
