import { randomUUID } from 'node:crypto';
import { Place, type YardClient, YardError } from '@switchyard/client';
import type { ExecutionId, ExecutionView } from '@switchyard/contracts';
import { sleep, waitBefore } from '@switchyard/kernel';
import { exit, Stop } from './exit.js';
import { Interruption } from './interruption.js';
import { type Onlooker, onlooker, type OnlookerOptions } from './onlooker.js';
import { connect, type Connection } from './platform/connect.js';
import { backoff } from './repeat.js';
import { tellClosing } from './view/closing.js';
import type { Terminal } from './view/terminal.js';
import { watch } from './watch.js';

export interface AttendOptions extends OnlookerOptions {
  keep: boolean;
  /** Called when it has ended, and all was told, unless somebody left before. */
  afterwards?: (connection: Connection, execution: ExecutionView) => Promise<void>;
}

/**
 * Begins an execution, or says with an exit code why not. It may be asked again, of another platform on the same data
 * directory; the key is the same one then.
 */
export type Beginning = (
  connection: Connection,
  interruption: Interruption,
  key: string,
) => Promise<{ id: ExecutionId } | number>;

/** A platform that dies more often does so because of this execution. */
const mostDeaths = 3;

/** Begins an execution and shows it live to its end, on a platform of its own where none runs; the exit code is its result. */
export const attend = async (terminal: Terminal, options: AttendOptions, begin: Beginning): Promise<number> => {
  const interruption = new Interruption();
  const { data, keep } = options;
  const platforms = { data, keep, signal: interruption.signal };
  let connection = await connect(terminal, platforms);
  let looking: Onlooker | undefined;
  try {
    const key = randomUUID();
    const begun = await somewhere(
      () => begin(connection, interruption, key),
      error => hasLeft(connection, error),
      async () => (connection = await connect(terminal, platforms)),
    );
    if (typeof begun === 'number') return begun;
    const { id } = begun;
    looking = onlooker(terminal, options, () => connection.client.execution(id));
    const asked = { id, place: new Place(!options.watch), show: looking.show };
    for (let deaths = 1; ; deaths += 1) {
      const execution = await cancelling(terminal, connection, id, interruption, () =>
        watch(terminal, connection, asked),
      );
      if (execution) {
        looking.close();
        const code = conclude(terminal, execution, options, interruption);
        interruption.release();
        if (interruption.exitCode === undefined) await options.afterwards?.(connection, execution);
        return code;
      }
      if (deaths === mostDeaths) throw died(id);
      // Everything is kept, and steps may even have gone on: another platform takes it up where it is.
      terminal.note(terminal.colors.yellow('the platform has ended; going on with another one'));
      // Ctrl-C waits for it, since what still runs must be cancelled.
      connection = await connect(terminal, { data, keep });
    }
  } finally {
    looking?.close();
    interruption.release();
    await connection.close();
  }
};

/** What was sent to a platform that belongs to another command, and ended with it, may lie in the data directory. */
const somewhere = async <Result>(
  begin: () => Promise<Result>,
  isLeft: (error: unknown) => Promise<boolean>,
  goOn: () => Promise<unknown>,
): Promise<Result> => {
  for (let tries = 1; ; tries += 1)
    try {
      return await begin();
    } catch (error) {
      if (tries === mostDeaths || !(await isLeft(error))) throw error;
      await goOn();
    }
};

const hasLeft = async ({ isLocal, isGone }: Connection, error: unknown): Promise<boolean> =>
  error instanceof YardError && error.mayHeal && isLocal && (error.status === undefined || (await isGone()));

/** While it is watched, Ctrl-C cancels the execution, and its end is waited for. */
const cancelling = async <Result>(
  terminal: Terminal,
  { client }: Connection,
  id: ExecutionId,
  { signal }: Interruption,
  watching: () => Promise<Result>,
): Promise<Result> => {
  const over = new AbortController();
  const cancel = () => {
    terminal.note('cancelling; press Ctrl-C again to leave at once');
    void cancelled(client, id, over.signal).catch((error: Error) => terminal.note(`not cancelled: ${error.message}`));
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await watching();
  } finally {
    signal.removeEventListener('abort', cancel);
    over.abort();
  }
};

const cancelled = async (client: YardClient, id: ExecutionId, signal: AbortSignal): Promise<void> => {
  for (let tries = 1; !signal.aborted; tries += 1)
    try {
      await client.cancel(id, 'interrupted at the terminal');
      return;
    } catch (error) {
      // A conflict: its trigger is not handed over yet.
      if (!(error instanceof YardError && (error.mayHeal || error.status === 409))) throw error;
      await sleep(waitBefore(tries, backoff, Math.random()), signal);
    }
};

const conclude = (
  terminal: Terminal,
  execution: ExecutionView,
  { json, data }: AttendOptions,
  { exitCode }: Interruption,
): number => {
  if (json) terminal.json({ event: 'result', data: execution });
  else tellClosing(terminal, execution, Date.now(), data);
  return exitCode ?? codeOf(execution);
};

const died = (id: ExecutionId): Stop =>
  new Stop(exit.platform, `the platform died ${mostDeaths} times while it ran ${id}`, [
    'logs/platform.log in its data directory may say why; nothing that was accepted is lost',
  ]);

export const codeOf = ({ status }: ExecutionView): number => (status === 'success' ? exit.success : exit.failure);
