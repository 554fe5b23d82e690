import { readdirSync, readFileSync } from 'node:fs';

/** Processes of this machine that run `sleep` with these words first: an argument that only one story has finds its own. */
export const sleepersOf = (ages: string): number =>
  readdirSync('/proc').filter(name => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1').startsWith(`sleep\0${ages}`);
    } catch {
      return false;
    }
  }).length;
