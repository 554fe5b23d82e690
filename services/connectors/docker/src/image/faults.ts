import { Fault, reasonOf } from '@switchyard/kernel';
import { diskFull } from '../engine/disk-full.js';
import type { Reference } from './reference.js';

/** Engines hand on what registries say as text, under status codes of their own. */
const meanings: [RegExp, (whole: string, host: string) => Omit<ConstructorParameters<typeof Fault>[0], 'cause'>][] = [
  [
    /toomanyrequests|too many requests/i,
    (_, host) => ({
      code: 'registry-busy',
      message: `${host} takes no more requests for now`,
      blame: 'platform',
      retry: true,
    }),
  ],
  [
    /pull access denied|manifest unknown|not found|does not exist|no such image/i,
    (whole, host) => ({
      code: 'image-not-found',
      message: `${host} has no image ${whole}, or shows it only to those who are signed in`,
      blame: 'user',
      retry: false,
      suggestions: ['look at its name and tag', 'give the step REGISTRY_USERNAME and REGISTRY_PASSWORD as secrets'],
    }),
  ],
  [
    /unauthorized|authentication|denied|no basic auth|incorrect username/i,
    (whole, host) => ({
      code: 'registry-refused',
      message: `${host} does not accept the credentials for ${whole}`,
      blame: 'user',
      retry: false,
      suggestions: [
        'look at REGISTRY_USERNAME and REGISTRY_PASSWORD, or DOCKER_AUTH_CONFIG, among the secrets of the step',
      ],
    }),
  ],
];

/** What went wrong between an engine and a registry. */
export const transferFault = (error: unknown, { whole, host }: Reference): Fault => {
  const full = diskFull(error);
  if (full) return full;
  const said = reasonOf(error);
  const meaning = meanings.find(([words]) => words.test(said))?.[1](whole, host);
  const unknown = {
    code: 'registry-unavailable',
    message: `${whole} cannot be had from ${host}: ${said}`,
    blame: 'platform',
    retry: true,
  } as const;
  return new Fault({ ...(meaning ?? unknown), cause: error });
};
