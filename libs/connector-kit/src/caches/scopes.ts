import { trusted, untrustedScope } from '@switchyard/caches';
import type { Grant } from '@switchyard/contracts';

/** Where a run keeps its caches, and where it looks for them, in order. */
export interface Scopes {
  own: string;
  read: string[];
}

/** What anybody may have started writes where no trusted run ever looks; it may read what trusted runs wrote. */
export const scopesOf = ({ untrusted, environment }: Pick<Grant, 'untrusted' | 'environment'>): Scopes => {
  if (untrusted !== true) return { own: trusted, read: [trusted] };
  const own = untrustedScope(environment['YARD_REPOSITORY'] ?? '', environment['YARD_PULL_REQUEST'] ?? '');
  return { own, read: [own, trusted] };
};
