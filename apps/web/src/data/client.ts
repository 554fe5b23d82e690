import { csrfIn, sessionFetch, YardClient } from '@switchyard/client';
import { signal } from '@preact/signals';

/** Rises each time the platform says that nobody is signed in any more. */
export const overs = signal(0);

const freshKey = 'yard-fresh-until';

/** The platform this page is of; the cookies of its session prove who asks. */
export const client = new YardClient({
  url: location.origin,
  fetch: sessionFetch({
    cookies: () => document.cookie,
    freshUntil: {
      get: () => Number(localStorage.getItem(freshKey)) || undefined,
      set: time => (time === undefined ? localStorage.removeItem(freshKey) : localStorage.setItem(freshKey, `${time}`)),
    },
    onOver: () => {
      overs.value += 1;
    },
  }),
});

/** Whether this browser has a session, as far as a script can see. */
export const hasSession = (): boolean => csrfIn(document.cookie) !== undefined;
