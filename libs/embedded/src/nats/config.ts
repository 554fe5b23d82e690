import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where programs are looked for: PATH, and the folders of system services that ordinary users' PATH lacks. */
export const programFolders = (): string[] => [
  ...(process.env['PATH'] ?? '').split(':').filter(Boolean),
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/bin',
];

/** Where fetched programs are kept, for all checkouts of this user. */
export const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'switchyard');
