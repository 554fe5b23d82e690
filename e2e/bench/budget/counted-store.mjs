import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWrite } from './wire.ts';

const program = fileURLToPath(new URL('store-server.mjs', import.meta.url));
const typescript = new URL('../../typescript.mjs', import.meta.url).href;

/** The embedded store as a process of its own, every command to which is counted. */
export const startCountedStore = async data => {
  const child = fork(program, [join(data, 'counted-store')], { execArgv: ['--no-warnings', '--import', typescript] });
  const said = async () => {
    const answer = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
    if (!answer) throw new Error('the store has ended');
    return answer[0];
  };
  const { uri } = await said();
  return {
    uri,
    pid: child.pid,
    /** Commands by their kind and collection so far, and their bytes. */
    counts: () => {
      child.send('counts');
      return said();
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
};

/** What came on top between two counts. */
export const between = (before, after) =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)])
      .filter(([, count]) => count !== 0),
  );

export const writesOf = counts =>
  Object.entries(counts).reduce((sum, [command, count]) => (isWrite(command) ? sum + count : sum), 0);
