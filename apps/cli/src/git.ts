import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitFacts {
  branch?: string;
  commit_hash?: string;
  repository?: string;
}

/**
 * What git says of the checkout a file lies in; nothing outside of one.
 * @param isLocal the platform can read the checkout itself; otherwise it is told where the remote is.
 */
export const gitFacts = async (file: string, isLocal: boolean): Promise<GitFacts> => {
  const ask = (...words: string[]) =>
    run('git', ['-C', dirname(file), ...words], { timeout: 5_000 }).then(
      ({ stdout }) => stdout.trim() || undefined,
      () => undefined,
    );
  const [branch, commit_hash, top, remote] = await Promise.all([
    ask('symbolic-ref', '--short', '--quiet', 'HEAD'),
    ask('rev-parse', '--verify', '--quiet', 'HEAD'),
    ask('rev-parse', '--show-toplevel'),
    isLocal ? undefined : ask('config', '--get', 'remote.origin.url'),
  ]);
  const repository = isLocal ? top : withoutPassword(remote);
  return {
    ...(branch ? { branch } : {}),
    ...(commit_hash ? { commit_hash } : {}),
    ...(repository ? { repository } : {}),
  };
};

/** How many files of the checkout a file lies in are not as its commit has them: steps with a source do not see that. */
export const uncommitted = (file: string): Promise<number> =>
  run('git', ['-C', dirname(file), 'status', '--porcelain'], { timeout: 5_000, maxBuffer: 64 * 1_048_576 }).then(
    ({ stdout }) => stdout.split('\n').filter(line => line !== '').length,
    () => 0,
  );

/** An address may hold one, and what is sent is shown to others. */
const withoutPassword = (address: string | undefined) => address?.replace(/^(\w+:\/\/)[^@/]*@/, '$1');

/** The name somebody has given to git where they stand. */
export const gitName = (): Promise<string | undefined> =>
  run('git', ['config', 'user.name'], { timeout: 5_000 }).then(
    ({ stdout }) => stdout.trim() || undefined,
    () => undefined,
  );
