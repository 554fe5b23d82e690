import type { YardClient } from '@switchyard/client';
import { type Millis, sleep } from '@switchyard/kernel';
import { Interruption } from '../interruption.js';
import type { Terminal } from '../view/terminal.js';

const lookAgainMs: Millis = 500;

/**
 * Waits for executions that other commands began on the platform of this one, which would be cancelled with it.
 * Ctrl-C waits no longer.
 */
export const othersAreDone = async (terminal: Terminal, client: YardClient, since: Millis): Promise<void> => {
  const interruption = new Interruption();
  try {
    for (let told = 0; !interruption.signal.aborted;) {
      const count = await running(client, since);
      if (count === 0) return;
      if (count !== told) terminal.note(`waiting for ${count} more on this platform; Ctrl-C cancels`);
      told = count;
      await sleep(lookAgainMs, interruption.signal);
    }
  } finally {
    interruption.release();
  }
};

/** Those that were left from an earlier platform are nobody's who waits. */
const running = async (client: YardClient, since: Millis): Promise<number> => {
  const lists = await Promise.all(
    (['pending', 'running'] as const).map(status => client.executions({ status, limit: 200 })),
  ).catch(() => []);
  return lists.flatMap(({ executions }) => executions).filter(one => Date.parse(one.createdAt) >= since).length;
};
