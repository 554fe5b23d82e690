/** Calls by their kind and by the program that made them. */
export type Calls = Record<string, Record<string, number>>;

const flushes = ['fsync', 'fdatasync', 'msync', 'sync_file_range'];
const forks = ['fork', 'vfork', 'clone', 'clone3'];

/** `flushes`, `forks` (of processes, not of threads) or `execs`; undefined for other lines, and for calls that failed. */
const kindOf = (call: string, rest: string): string | undefined => {
  if (/= -1 E/.test(rest)) return undefined;
  if (flushes.includes(call)) return 'flushes';
  if (call === 'execve') return 'execs';
  return forks.includes(call) && !rest.includes('CLONE_THREAD') ? 'forks' : undefined;
};

/**
 * What strace wrote, line by line: `PID call(arguments) = result`. A call that was cut in two is counted where it began.
 * @param nameOf the program of a thread.
 */
export const countCalls = (text: string, nameOf: (thread: string) => string): Calls => {
  const names = new Map<string, string>();
  const calls: Calls = {};
  for (const line of text.split('\n')) {
    const [, thread = '', call = '', rest = ''] = /^(\d+)\s+(\w+)\((.*)$/.exec(line) ?? [];
    const kind = kindOf(call, rest);
    if (kind === undefined) continue;
    const name = names.get(thread) ?? nameOf(thread);
    names.set(thread, name);
    const ofKind = (calls[kind] ??= {});
    ofKind[name] = (ofKind[name] ?? 0) + 1;
  }
  return calls;
};
