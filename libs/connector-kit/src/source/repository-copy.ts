import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryAddress } from '@switchyard/contracts';
import { sleep } from '@switchyard/kernel';
import { identityOf } from '../directory-lock.js';
import { isAlive, locked } from './file-lock.js';
import { type Git, GitFailure, killGroup } from './git.js';
import type { Found } from './remote-refs.js';
import { unknownRef } from './source-faults.js';

export interface Fetching {
  address: RepositoryAddress;
  environment: Record<string, string>;
  signal: AbortSignal;
  say: (line: string) => void;
}

/**
 * What this connector has of one repository: with all of its history, or of each commit only the files. What the one
 * misses of history could not be told from what there is none of, so they are two.
 */
export type Kind = (typeof kinds)[number];
/** `partial`: all of history, without the contents of files; those of commits that were asked for are in `shallow`. */
const kinds = ['whole', 'shallow', 'partial'] as const;

/** Each pack has two of them or three. */
const mostPackFiles = 100;

const limitsOf: Record<Kind, string[]> = { whole: [], shallow: ['--depth=1'], partial: ['--filter=blob:none'] };

/** Servers that give only what has a name. */
const refusesCommits =
  /not our ref|unadvertised object|couldn't find remote ref|does not allow|no such remote ref|dumb http transport/i;

const tagged = (commit: string): string => `refs/yard/tagged/${commit}`;

/** Ends the git of a process that died. */
const ended = async (identity: string): Promise<void> => {
  for (let looks = 0; looks < 200 && (await isAlive(identity)); looks += 1) {
    killGroup(Number(identity.split(' ')[0]), 'SIGKILL');
    await sleep(10);
  }
};

/** One repository as this connector keeps it, for those who have the lock. */
export class RepositoryCopy {
  constructor(
    private readonly folder: string,
    private readonly git: Git,
  ) {}

  /** Runs work while nobody else reads or writes it, and puts away first what a process that died left half done. */
  static async use<Value>(
    folder: string,
    git: Git,
    signal: AbortSignal,
    work: (copy: RepositoryCopy) => Promise<Value>,
  ): Promise<Value> {
    return locked(`${folder}.lock`, signal, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const copy = new RepositoryCopy(folder, git);
      await copy.mend();
      const now = new Date();
      await utimes(folder, now, now);
      return work(copy);
    });
  }

  path(kind: Kind): string {
    return join(this.folder, `${kind}.git`);
  }

  /** The kind in which it has that much of a commit; undefined when it has not. */
  async has(commit: string, depth: number): Promise<Kind | undefined> {
    // With all of history belong the tags of when it was fetched.
    if (await this.isIn('whole', depth === 0 ? tagged(commit) : `${commit}^{commit}`)) return 'whole';
    return depth === 1 && (await this.isIn('shallow', `refs/yard/${commit}`)) ? 'shallow' : undefined;
  }

  /**
   * Brings what is missing.
   * @returns where it is now; the commit is the one that was asked for, or, where only a name was, what it is by now
   * @throws Fault `unknown-ref`, GitFailure
   */
  async fetch(wanted: Found, depth: number, by: Fetching): Promise<{ kind: Kind; commit: string }> {
    // What is there with all of its history stays so.
    const kind: Kind = depth === 1 && !existsSync(this.path('whole')) ? 'shallow' : 'whole';
    const more = depth === 0 ? [`+${wanted.commit}:${tagged(wanted.commit)}`, '+refs/tags/*:refs/tags/*'] : [];
    try {
      await this.bring(kind, [`+${wanted.commit}:refs/yard/${wanted.commit}`, ...more], by);
      return { kind, commit: wanted.commit };
    } catch (error) {
      if (!(error instanceof GitFailure) || wanted.ref === undefined || !refusesCommits.test(error.said)) throw error;
    }
    await this.bring('whole', [`+${wanted.ref}:refs/yard/named`, ...more.slice(1)], by);
    if (!(await this.isIn('whole', `${wanted.commit}^{commit}`)))
      throw unknownRef(by.address.url, `commit ${wanted.commit} in ${wanted.ref}`);
    return { kind: 'whole', commit: wanted.commit };
  }

  /** Whether it has all of history without contents, and the contents of that commit. */
  async hasPartial(commit: string): Promise<boolean> {
    return (await this.isIn('partial', `refs/yard/${commit}`)) && (await this.isIn('shallow', `refs/yard/${commit}`));
  }

  /**
   * Brings all of history without the contents of files, and the contents of one commit.
   * @returns false where the server gives no commit that has no name
   * @throws GitFailure
   */
  async fetchPartial({ commit }: Found, by: Fetching): Promise<boolean> {
    const wanted = `+${commit}:refs/yard/${commit}`;
    try {
      await this.bring('partial', [wanted, '+refs/tags/*:refs/tags/*'], by);
      await this.bring('shallow', [wanted], by);
    } catch (error) {
      if (error instanceof GitFailure && refusesCommits.test(error.said)) return false;
      throw error;
    }
    for (const kind of ['partial', 'shallow'] as const)
      for (const key of ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'])
        await this.ask(kind, ['config', key, 'true']);
    return true;
  }

  /**
   * The commit that a shortened name means among all branches and tags.
   * @throws Fault `unknown-ref`
   */
  async expand(name: string, by: Fetching): Promise<string> {
    const known = await this.expanded(name);
    if (known !== undefined) return known;
    await this.bring('whole', ['+refs/heads/*:refs/yard/heads/*', '+refs/tags/*:refs/tags/*'], by);
    const found = await this.expanded(name);
    if (found === undefined)
      throw unknownRef(by.address.url, `commit that ${name} alone means on its branches and tags`);
    return found;
  }

  /** It could not be read: what is wrong with it goes. */
  async remove(): Promise<void> {
    for (const kind of kinds) await rm(this.path(kind), { recursive: true, force: true });
  }

  private async expanded(name: string): Promise<string | undefined> {
    if (!existsSync(this.path('whole'))) return undefined;
    const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    return this.ask('whole', words).then(
      answer => answer.trim(),
      () => undefined,
    );
  }

  private async isIn(kind: Kind, name: string): Promise<boolean> {
    if (!existsSync(this.path(kind))) return false;
    return this.ask(kind, ['cat-file', '-e', name]).then(
      () => true,
      () => false,
    );
  }

  private ask(kind: Kind, words: string[]): Promise<string> {
    return this.git.run([`--git-dir=${this.path(kind)}`, ...words], {
      directory: this.folder,
      signal: AbortSignal.timeout(60_000),
    });
  }

  private async bring(kind: Kind, refspecs: string[], { address, environment, signal, say }: Fetching): Promise<void> {
    const path = this.path(kind);
    const busy = `${path}.busy`;
    await writeFile(busy, '');
    let began: Promise<void> = Promise.resolve();
    const call = {
      directory: this.folder,
      environment,
      signal,
      // Not what it calls its references: those are ours.
      say: (line: string) => /^(remote:|Receiving|Resolving|Unpacking)/.test(line) && say(line),
      began: (pid: number) => (began = identityOf(pid).then(identity => writeFile(busy, identity))),
    };
    try {
      if (!existsSync(path)) await this.git.run(['init', '--quiet', '--bare', '--template=', '--', path], call);
      const limits = limitsOf[kind];
      const words = [
        'fetch',
        '--progress',
        '--no-tags',
        '--no-write-fetch-head',
        '--update-shallow',
        '--force',
        ...limits,
      ];
      await this.git.run([`--git-dir=${path}`, ...words, '--', address.url, ...refspecs], call);
      await this.pack(path, call);
    } catch (error) {
      await began;
      // Ended in the middle, it may be half written.
      if (signal.aborted || (error instanceof GitFailure && error.isLate))
        await rm(path, { recursive: true, force: true });
      await rm(busy, { force: true });
      throw error;
    }
    await began;
    await rm(busy, { force: true });
  }

  /** Many small packs become one. */
  private async pack(path: string, call: { directory: string; signal: AbortSignal }): Promise<void> {
    if ((await readdir(join(path, 'objects/pack'))).length < mostPackFiles) return;
    await this.git.run([`--git-dir=${path}`, 'gc', '--quiet', '--prune=now'], {
      directory: call.directory,
      signal: call.signal,
    });
  }

  /** A process that wrote to it and died may have left anything, and its git may go on still. */
  private async mend(): Promise<void> {
    for (const kind of kinds) {
      const busy = `${this.path(kind)}.busy`;
      if (!existsSync(busy)) continue;
      const writer = await readFile(busy, 'utf8');
      if (writer !== '') await ended(writer);
      await rm(this.path(kind), { recursive: true, force: true });
      await rm(busy, { force: true });
    }
  }
}
