import { readFileSync } from 'node:fs';
import sequencer from '@jest/test-sequencer';

const Sequencer = sequencer.default ?? sequencer;

/**
 * Browsers first, containers last, all else between them. An engine makes and removes network devices, and Chromium then
 * breaks off every request of its pages (`net::ERR_NETWORK_CHANGED`), also of those on this machine.
 */
const rankOf = path => {
  if (path.includes('/e2e/web/')) return 0;
  return /\b(?:noEngine|describeEngine)\b/.test(readFileSync(path, 'utf8')) ? 2 : 1;
};

export default class BrowsersFirst extends Sequencer {
  sort(tests) {
    const ranks = new Map(tests.map(({ path }) => [path, rankOf(path)]));
    return super.sort(tests).toSorted((a, b) => ranks.get(a.path) - ranks.get(b.path));
  }
}
