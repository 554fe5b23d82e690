import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { type Millis, sleep } from '@switchyard/kernel';

/**
 * Ties a server to this process: when the other end of the pipe closes, also by `kill -9`, the server is stopped.
 * It runs what stands in its arguments.
 */
const leash = `exec 3<&0
"$@" 3<&- </dev/null &
server=$!
( cat <&3 >/dev/null; kill -TERM $server 2>/dev/null ) &
watcher=$!
wait $server
code=$?
kill $watcher 2>/dev/null
exit $code`;

/** A server that ends with this process at the latest. */
export interface Leashed {
  readonly pid: number;
  /** Its exit code, when it has ended; null after a signal. */
  readonly exited: Promise<number | null>;
  readonly running: boolean;
  /** Ends it without asking. */
  kill(): void;
  /** Asks it to end, and ends it without asking after `withinMs`. */
  stop(withinMs: Millis): Promise<void>;
}

/** Starts a program with its output appended to `log`. */
export const startLeashed = async (command: readonly [string, ...string[]], log: string): Promise<Leashed> => {
  const file = await open(log, 'a', 0o600);
  const child = spawn('/bin/sh', ['-c', leash, command[0], ...command], {
    stdio: ['pipe', file.fd, file.fd],
    // Its own process group: Ctrl-C in a terminal must leave the order of stopping to us.
    detached: true,
  });
  await file.close();
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? 0,
    exited,
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill: () => kill(child),
    stop: withinMs => stop(child, exited, withinMs),
  };
};

const stop = async (child: ChildProcess, exited: Promise<unknown>, withinMs: Millis): Promise<void> => {
  child.stdin?.end();
  const late = new AbortController();
  await Promise.race([exited, sleep(withinMs, late.signal)]);
  late.abort();
  kill(child);
};

/** Its whole group: the server, and who watches it. */
const kill = (child: ChildProcess): void => {
  if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
};
