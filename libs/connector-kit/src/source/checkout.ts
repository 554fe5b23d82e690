import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryAddress, SourcePlan } from '@switchyard/contracts';
import { type AddressPolicy } from './allowed-address.js';
import { type Git, GitFailure } from './git.js';
import type { Found } from './remote-refs.js';
import type { Fetching, Kind, RepositoryCopy } from './repository-copy.js';
import { fetchWords, layPartial, refspecsOf } from './partial-checkout.js';
import { faultOf } from './source-faults.js';
import { localOnly, type SourceFolder } from './source-folder.js';
import { checkOutSubmodules } from './submodules.js';

export interface Wanted {
  /** Of which execution, and which source it is, for whoever finds the checkout. */
  mark: Mark;
  source: SourcePlan;
  address: RepositoryAddress;
  found: Found;
}

export interface CheckoutTools {
  git: Git;
  folder: SourceFolder;
  policy: AddressPolicy;
}

export interface Mark {
  execution: string;
  source: string;
}

/** Whoever runs git beside the checkout knows by this what it is. */
export const marker = 'switchyard.json';

/**
 * Checks a commit out of this connector's copy into a folder of its own, where nobody else writes yet.
 * @returns the folder
 */
export const checkOut = async (
  copy: RepositoryCopy,
  { mark, source, address, found }: Wanted,
  by: Fetching,
  { git, folder, policy }: CheckoutTools,
): Promise<string> => {
  const { signal, say } = by;
  const kind = await ready(copy, { source, found }, by);
  const directory = await mkdtemp(join(folder.staging, 'checkout-'));
  const call = { directory, signal, environment: localOnly };
  try {
    await git.run(['init', '--quiet', '--template=', '.'], call);
    const limits = { depth: depthOf(source), target: targetOf(found), commit: found.commit };
    if (kind === 'partial') await layPartial({ git, call }, copy, { ...limits, url: address.url });
    else {
      await git.run([...fetchWords(limits.depth), '--', `file://${copy.path(kind)}`, ...refspecsOf(limits)], call);
      await git.run(['checkout', '--quiet', '--detach', found.commit, '--'], call);
      await appendFile(join(directory, '.git/config'), originOf(address.url));
    }
    if (source.submodules)
      await checkOutSubmodules(directory, address.url, {
        git,
        policy,
        call: { signal, say, environment: by.environment },
      });
    await writeFile(join(directory, '.git', marker), JSON.stringify({ ...mark, found }), { mode: 0o600 });
    return directory;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
};

/** Whoever wants history without contents wants all of it. */
const depthOf = ({ depth, filter }: SourcePlan): number => depth ?? (filter === undefined ? 1 : 0);

const targetOf = ({ ref }: Found): string =>
  ref?.startsWith('refs/heads/') ? `refs/remotes/origin/${ref.slice(11)}` : 'refs/yard/source';

/** So that a step may fetch more by itself. */
const originOf = (url: string): string =>
  `[remote "origin"]\n\turl = "${url.replace(/["\\]/g, '\\$&')}"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;

/** The commit, in the copy: found there, or fetched. */
const ready = async (
  copy: RepositoryCopy,
  { source, found }: Pick<Wanted, 'source' | 'found'>,
  by: Fetching,
): Promise<Kind> => {
  const depth = depthOf(source);
  const isPartial = source.filter !== undefined && depth !== 1;
  const known =
    (await copy.has(found.commit, depth)) ??
    (isPartial && (await copy.hasPartial(found.commit)) ? 'partial' : undefined);
  if (known) {
    by.say('Source: taken from the copy that this connector has');
    return known;
  }
  by.say('Source: fetching what this connector does not have yet');
  if (isPartial && (await copy.fetchPartial(found, by))) return 'partial';
  return (await copy.fetch(found, depth, by)).kind;
};

/** Runs what git does for a repository; its failures are told as those of that repository. */
export const about = async <Value>(repository: string, work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof GitFailure ? faultOf(error, repository) : error;
  }
};
