import type { SourcePlan } from '@switchyard/contracts';
import type { Found } from './remote-refs.js';

const branches = 'refs/heads/';
const tags = 'refs/tags/';

/** What a step is told of its source, where the trigger has not told it more. */
export const variablesOf = (
  { commit, ref = '' }: Found,
  { repository }: SourcePlan,
  environment: Readonly<Record<string, string>>,
): Record<string, string> => {
  const known = {
    YARD_REPOSITORY: repository,
    YARD_COMMIT: commit,
    YARD_BRANCH: ref.startsWith(branches) ? ref.slice(branches.length) : '',
    YARD_TAG: ref.startsWith(tags) ? ref.slice(tags.length) : '',
  };
  return Object.fromEntries(Object.entries(known).filter(([name, value]) => value !== '' && !environment[name]));
};
