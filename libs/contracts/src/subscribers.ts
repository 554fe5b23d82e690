import { eventsAmong } from './subjects.js';
import type { ProjectId } from './ids.js';

/** `name:project` words with commas between them, both in lower-case letters, digits and dashes. */
export const eventSubscribers = /^(?:[a-z0-9-]{1,63}:[a-z0-9-]{1,63}(?:,[a-z0-9-]{1,63}:[a-z0-9-]{1,63})*)?$/;

/** Somebody outside of the platform who is told what happens in one project, and nothing else. */
export interface EventSubscriber {
  name: string;
  project: ProjectId;
}

/** What a text of {@link eventSubscribers} says; the last of one name wins. */
export const readSubscribers = (text: string): EventSubscriber[] => {
  const words = text === '' ? [] : text.split(',').map(word => word.split(':') as [string, string]);
  return [...new Map(words)].map(([name, project]) => ({ name, project: project as ProjectId }));
};

/** Their user on the bus. */
export const subscriberUser = ({ name }: EventSubscriber): string => `subscriber-${name}`;

/**
 * Their consumer on the EVENTS stream. The project is part of its name: whoever gets another project gets another
 * consumer, never the rest of the old one.
 */
export const subscriberConsumer = ({ name, project }: EventSubscriber): string => `subscriber_${name}_${project}`;

/** All they may hear. */
export const subscriberEvents = ({ project }: EventSubscriber): string => eventsAmong(project, undefined);
