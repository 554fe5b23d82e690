import { Fault } from '@switchyard/kernel';

/**
 * The folders and the name of what lies at a path.
 * @throws Fault `archive-refused` for a path that leads anywhere but down
 */
export const placeOf = (path: string): { parts: string[]; name: string } => {
  if (path.startsWith('/')) throw refused(path, 'its name is absolute');
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (parts.includes('..') || path.includes('\0')) throw refused(path, 'its name leads out of the folder');
  return { parts: parts.slice(0, -1), name: parts.at(-1) ?? '.' };
};

/**
 * Whether a link in the folder `parts` leads to a place below the root. It may go up at its beginning only: behind the
 * name of another link that would be up from wherever that one leads.
 */
export const staysBelow = (parts: readonly string[], target: string): boolean => {
  if (target.startsWith('/') || target === '' || target.includes('\0')) return false;
  const names = target.split('/').filter(part => part !== '' && part !== '.');
  const down = names.findIndex(name => name !== '..');
  const ups = down < 0 ? names.length : down;
  return ups <= parts.length && !names.slice(ups).includes('..');
};

export const refused = (path: string, why: string): Fault =>
  new Fault({
    code: 'archive-refused',
    message: `${path.length > 200 ? `${path.slice(0, 200)}…` : path} is not unpacked: ${why}`,
    blame: 'user',
    retry: false,
    suggestions: ['make the archive again, of files below the folder only'],
  });
