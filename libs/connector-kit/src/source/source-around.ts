import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type ExecutionId,
  type Grant,
  isCommitName,
  isWholeCommit,
  sourceCredentials,
  type SourcePlan,
} from '@switchyard/contracts';
import { Fault, type Millis, reach } from '@switchyard/kernel';
import { Around, type Surrounding } from '../around/around.js';
import { accessTo } from './access.js';
import { allowedAddress, policyOf } from './allowed-address.js';
import { about, checkOut, type CheckoutTools, marker } from './checkout.js';
import { passedToGit, type SourceConfig } from './config.js';
import { Copies } from './copies.js';
import { ExecutionNotes, type Laid } from './execution-notes.js';
import { locked } from './file-lock.js';
import { Git, GitFailure } from './git.js';
import { clashes, folderBelow, moveAll } from './lay-down.js';
import { askRemote, type Found } from './remote-refs.js';
import { type Fetching, RepositoryCopy } from './repository-copy.js';
import { SourceFolder } from './source-folder.js';
import { variablesOf } from './source-variables.js';

/** One source of one attempt. */
interface Job extends Surrounding {
  source: SourcePlan;
  /** What the source is, whoever asks for it. */
  key: string;
}

/** Lays the repository of a step down in its workspace, once for all steps of an execution that share one. */
export class SourceAround extends Around {
  private readonly copies: Copies;
  private readonly notes: ExecutionNotes;
  private readonly tools: CheckoutTools;

  private constructor(
    private readonly folder: SourceFolder,
    private readonly config: SourceConfig,
  ) {
    super();
    const policy = policyOf(config);
    const git = new Git(folder.environment(passedToGit(), policy.protocols), config.SOURCE_TIMEOUT_MS);
    this.tools = { git, folder, policy };
    const limits = { bytes: config.SOURCE_COPIES_MB * 1_000_000, unusedMs: config.SOURCE_COPIES_DAYS * 86_400_000 };
    this.copies = new Copies(folder.copies, limits);
    this.notes = new ExecutionNotes(folder.notes);
  }

  static async open(dataDirectory: string, config: SourceConfig): Promise<SourceAround> {
    return new SourceAround(await SourceFolder.open(dataDirectory), config);
  }

  concerns({ source }: Grant): boolean {
    return source !== undefined;
  }

  override async before(surrounding: Surrounding): Promise<void> {
    const { grant, signal, give } = surrounding;
    const { source } = grant;
    // Whatever becomes of it: the step itself never sees it.
    give({ [sourceCredentials]: undefined });
    if (!source) return;
    const { repository, ref = '', commit = '' } = source;
    const key = digest([repository, ref, commit]);
    // Attempts of one execution side by side would each ask what a branch is, and move the same files.
    const lock = join(this.folder.notes, `${grant.executionId}.lock`);
    const found = await locked(lock, signal, () => this.laidDown({ ...surrounding, source, key }));
    give(variablesOf(found, source, grant.environment));
    await this.prune(Date.now());
  }

  /** Takes away, at most once an hour, what is of no use any more. */
  async prune(now: Millis, isForced = false): Promise<void> {
    if (!(await this.copies.prune(now, isForced))) return;
    await this.notes.prune(now);
    await this.folder.prune(now);
  }

  private async laidDown(job: Job): Promise<Found> {
    const { grant, place, source, key } = job;
    const to = await folderBelow(place.workspace, source.path);
    const placeKey = digest([grant.workspace === 'own' ? place.workspace : '', source.path ?? '']);
    const known = (await this.notes.read(grant.executionId)).places[placeKey] ?? (await earlier(grant, to, key));
    if (known?.from !== undefined && existsSync(known.from)) return this.moved(job, placeKey, to, known);
    if (known && (await readdir(to)).length > 0) return this.alreadyThere(job, known);
    const found = await this.found(job);
    const from = await this.checkedOut(job, found);
    const clash = await clashes(from, to);
    if (clash.length > 0) {
      await rm(from, { recursive: true, force: true });
      throw inTheWay(clash);
    }
    const laid = { source: key, found, from };
    await this.notes.keepPlace(grant.executionId, placeKey, laid);
    return this.moved(job, placeKey, to, laid);
  }

  /** Goes on where a process that died was. */
  private async moved({ grant, say }: Job, placeKey: string, to: string, { from = '', ...laid }: Laid): Promise<Found> {
    reach('connector.source.beforeMove');
    await moveAll(from, to);
    await this.notes.keepPlace(grant.executionId, placeKey, laid);
    say(`Source: commit ${laid.found.commit}${laid.found.ref === undefined ? '' : ` of ${laid.found.ref}`}`);
    return laid.found;
  }

  /** What earlier steps have changed in it stays as it is. */
  private alreadyThere({ key, say }: Job, { source, found }: Laid): Found {
    if (source !== key) throw another();
    say(`Source: commit ${found.commit} is there already`);
    return found;
  }

  /** The same for all steps of one execution, also when a branch moves meanwhile. */
  private async found({ grant, source, key, signal, say }: Job): Promise<Found> {
    const { executionId, workspaceOf } = grant;
    const before =
      (await this.notes.read(executionId)).commits[key] ??
      (workspaceOf && (await this.notes.read(workspaceOf)).commits[key]);
    const found = before ?? (await this.looked(source, grant, { signal, say }));
    await this.notes.keepCommit(executionId, key, found);
    return found;
  }

  private async looked(source: SourcePlan, grant: Grant, by: Pick<Surrounding, 'signal' | 'say'>): Promise<Found> {
    const { commit = isWholeCommit(source.ref ?? '') ? source.ref : undefined, ref } = source;
    const named = ref === commit || ref === undefined ? {} : { ref };
    if (commit !== undefined && isWholeCommit(commit)) return { commit, ...named };
    if (commit !== undefined)
      return this.fetching(source, grant, by, async (copy, fetching) => ({
        commit: await copy.expand(commit, fetching),
        ...named,
      }));
    return this.fetching(source, grant, by, async (_, { address, environment, signal }) => {
      try {
        return await askRemote(this.tools.git, address, ref, { directory: this.folder.home, environment, signal });
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== 'unknown-ref' || !isCommitName(ref ?? '')) throw error;
        return { commit: ref ?? '' };
      }
    }).then(async found =>
      isWholeCommit(found.commit)
        ? found
        : this.fetching(source, grant, by, async (copy, fetching) => ({
            commit: await copy.expand(found.commit, fetching),
          })),
    );
  }

  private async checkedOut({ source, grant, key, signal, say }: Job, found: Found): Promise<string> {
    const mark = { execution: grant.executionId, source: key };
    return this.fetching(source, grant, { signal, say }, async (copy, fetching) => {
      const wanted = { mark, source, address: fetching.address, found };
      try {
        return await checkOut(copy, wanted, fetching, this.tools);
      } catch (error) {
        // Whatever damaged it: what was there is fetched anew, once.
        if (!(error instanceof GitFailure) || !isDamage(error.said)) throw error;
        say('Source: the copy that this connector had is damaged, and made again');
        await copy.remove();
        return checkOut(copy, wanted, fetching, this.tools);
      }
    });
  }

  /** Runs work on this connector's copy, with what gets it in for as long. */
  private async fetching<Value>(
    source: SourcePlan,
    { project, environment }: Grant,
    { signal, say }: Pick<Surrounding, 'signal' | 'say'>,
    work: (copy: RepositoryCopy, by: Fetching) => Promise<Value>,
  ): Promise<Value> {
    const address = await allowedAddress(source.repository, this.tools.policy);
    const secret = source.credentials === undefined ? undefined : environment[source.credentials];
    const access = await accessTo(address, secret, { folder: this.folder, config: this.config });
    try {
      const by = { address, environment: access.environment, signal, say };
      const path = this.copies.placeOf(address, project, secret);
      return await about(address.url, () => RepositoryCopy.use(path, this.tools.git, signal, copy => work(copy, by)));
    } finally {
      await access.close();
    }
  }
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);

const isDamage = (said: string): boolean =>
  /missing blob|missing tree|missing commit|bad object|unable to read|corrupt|object file .* is empty|packfile .* cannot be|pack has bad object|did not send all necessary objects|inflate/i.test(
    said,
  );

/** A checkout that came with the workspace: of an execution that is repeated, or from another connector. */
const earlier = async ({ executionId, workspaceOf }: Grant, folder: string, key: string): Promise<Laid | undefined> => {
  const path = join(folder, '.git', marker);
  const facts = await lstat(join(folder, '.git')).catch(() => undefined);
  const file = await lstat(path).catch(() => undefined);
  if (!facts) return undefined;
  const text = facts.isDirectory() && file?.isFile() && file.size < 10_000 ? await readFile(path, 'utf8') : '{}';
  const laid = laidIn(text);
  const mine: (ExecutionId | undefined)[] = [executionId, workspaceOf];
  if (!laid || !mine.includes(laid.execution) || laid.source !== key) throw another();
  return laid;
};

/** A step may have written anything there. */
const laidIn = (text: string): (Laid & { execution: ExecutionId }) | undefined => {
  try {
    const { execution, source, found } = JSON.parse(text) as Partial<Laid & { execution: ExecutionId }>;
    const { commit = '', ref } = found ?? {};
    if (!execution || !source || !isWholeCommit(commit)) return undefined;
    return { execution, source, found: { commit, ...(typeof ref === 'string' ? { ref } : {}) } };
  } catch {
    return undefined;
  }
};

const another = (): Fault =>
  new Fault({
    code: 'another-repository',
    message: 'another repository is where the source of the step belongs',
    blame: 'user',
    retry: false,
    suggestions: ['give one of them a path: of its own'],
  });

const inTheWay = (names: string[]): Fault =>
  new Fault({
    code: 'files-in-the-way',
    message: `the source cannot go where other files are already: ${names
      .slice(0, 5)
      .map(name => basename(name))
      .join(', ')}`,
    blame: 'user',
    retry: false,
    suggestions: ['let the first step of the workspace have the source', 'give the source a path: of its own'],
  });
