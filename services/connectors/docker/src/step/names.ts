import { createHash } from 'node:crypto';
import type { Grant } from '@switchyard/contracts';

/** Labels of everything that is made for attempts. */
export const labels = { attempt: 'switchyard.attempt', owner: 'switchyard.owner' } as const;

/** What one attempt makes on an engine, under names that say whose it is. */
export interface Names {
  container: string;
  network: string;
  /** Of a service; its host name is the service's own. */
  service: (name: string) => string;
  owner: string;
  volumes: { workspace: string; box: string };
}

export const namesOf = (attemptId: string): Names => {
  const container = `yard-${attemptId}`;
  return {
    container,
    network: container,
    service: name => `${container}-${name}`,
    owner: `${container}-.owner`,
    volumes: { workspace: `${container}-.workspace`, box: `${container}-.box` },
  };
};

/** The name under which the layers of a step's image are found again by its next build. */
export const buildNameOf = ({ project, stepName, untrusted }: Grant): string => {
  const hash = createHash('sha256').update(`${project}\0${stepName}`).digest('hex').slice(0, 32);
  // What anybody may have built, nobody else builds on.
  return `switchyard-build/${untrusted ? 'untrusted-' : ''}${hash}:kept`;
};
