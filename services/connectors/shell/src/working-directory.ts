import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Fault } from '@switchyard/kernel';

/**
 * The folder a step runs in: below the workspace, also when links are followed.
 * @throws Fault `bad-working-directory`
 */
export const workingDirectoryOf = async (workspace: string, wanted?: string): Promise<string> => {
  const root = realpathSync.native(workspace);
  if (wanted === undefined) return root;
  const refuse = (why: string) =>
    new Fault({
      code: 'bad-working-directory',
      message: `the working directory ${JSON.stringify(wanted)} ${why}`,
      blame: 'user',
      retry: false,
      suggestions: ['name a folder below the workspace that an earlier step has made'],
    });
  const found = realOf(join(root, wanted));
  if (found === undefined) throw refuse('does not exist');
  if (found !== root && !found.startsWith(root + sep)) throw refuse('lies outside the workspace');
  if (!statSync(found).isDirectory()) throw refuse('is no folder');
  return found;
};

const realOf = (path: string): string | undefined => {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
};
