import { isSlug, libraryPrefix } from '@switchyard/contracts';

const named = new RegExp(`${libraryPrefix}([a-z0-9-]{1,64})`, 'g');

/**
 * Templates of the library that a text may include. It is looked at as text, before anything is parsed: one that is
 * only mentioned is taken along and does no harm.
 */
export const templatesNamedIn = (text: string): string[] => [
  ...new Set([...text.matchAll(named)].flatMap(([, name]) => (isSlug(name) && name ? [name] : []))),
];
