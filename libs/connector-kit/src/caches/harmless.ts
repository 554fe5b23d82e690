import { type Millis, reasonOf } from '@switchyard/kernel';
import type { Surrounding } from '../around/around.js';

/** A store that does not answer for this long is not waited for. */
const patienceMs: Millis = 600_000;

/** The same, for work that must not take for ever. */
export const patient = (about: Surrounding): Surrounding => ({
  ...about,
  say: line => about.say(line),
  signal: AbortSignal.any([about.signal, AbortSignal.timeout(patienceMs)]),
});

/** Work whose failure is a line of the output, and undefined. @param what what was not done then */
export const harmless = async <Value>(
  { say }: Surrounding,
  what: string,
  work: () => Promise<Value>,
): Promise<Value | undefined> => {
  try {
    return await work();
  } catch (error) {
    say(`${what}: ${reasonOf(error)}`);
    return undefined;
  }
};
