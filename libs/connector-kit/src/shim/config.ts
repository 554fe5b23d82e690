import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where compiled shims are kept, best first. */
export const cacheDirectories = (): string[] => [
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'switchyard'),
  join(tmpdir(), `switchyard-${String(userInfo().uid)}`),
];

/** Enough of an environment for a compiler. */
export const compilerEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
  TMPDIR: tmpdir(),
});
