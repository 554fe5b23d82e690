import type { CacheStore } from '@switchyard/caches';
import { type CachePlan, type Grant, mistakeInOutputs } from '@switchyard/contracts';
import { isoTime, type Millis, reasonOf } from '@switchyard/kernel';
import { Around, type Given, type Surrounding } from '../around/around.js';
import type { Ending } from '../connector.js';
import { Masking } from '../secrets/masking.js';
import { type CacheNotes, keepNotes, notesIn } from './cache-notes.js';
import { filledKey, hashOfFiles } from './file-hash.js';
import { fingerprintOf, type Machine } from './fingerprint.js';
import { countLookup } from './measures.js';
import { saveCache, type Saving } from './save-cache.js';
import { scopesOf } from './scopes.js';
import { takeCache, type Taken } from './take-cache.js';
import { shown, sizeAndTime } from './words.js';

/** A store that does not move for this long is not waited for. */
const patienceMs: Millis = 600_000;

/**
 * Brings back files that earlier runs kept, and keeps them for later ones; a step whose result is cached is not started.
 * A cache that cannot be read or written is a line in the output, and never fails the step.
 */
export class AroundCaches extends Around {
  constructor(
    private readonly store: CacheStore,
    private readonly machine: Machine,
  ) {
    super();
  }

  concerns({ caches = [], memo }: Grant): boolean {
    return caches.length > 0 || memo !== undefined;
  }

  override async before(whole: Surrounding): Promise<Given | undefined> {
    const about = patient(whole);
    const { caches = [], memo } = about.grant;
    const fingerprint = memo && (await this.fingerprint(about));
    const result = fingerprint === undefined ? undefined : await this.result(about, fingerprint);
    if (result) return givenBy(result);
    const notes: CacheNotes = { caches: [], ...(fingerprint === undefined ? {} : { fingerprint }) };
    for (const cache of caches) notes.caches.push(await this.files(about, cache));
    await keepNotes(about.place.directory, notes);
    return undefined;
  }

  override async after(whole: Surrounding, ending: Ending): Promise<Ending> {
    const about = patient(whole);
    const { grant, place } = about;
    const hasRun = ending.failure === undefined && ending.exitCode === 0 && ending.cached !== true;
    const notes = hasRun ? await notesIn(place.directory) : undefined;
    const own = (kind: 'files' | 'result') => ({ project: grant.project, scope: scopesOf(grant).own, kind });
    for (const [index, { key, isExact }] of (notes?.caches ?? []).entries())
      if (!isExact && key !== '')
        await this.save(about, `cache ${shown(key)}`, {
          place: own('files'),
          head: { key },
          paths: grant.caches?.[index]?.paths ?? [],
        });
    const { memo } = grant;
    if (memo && notes?.fingerprint !== undefined && areGood(ending.outputs))
      await this.save(about, 'result', {
        place: own('result'),
        head: { key: notes.fingerprint, ...outputsOf(grant, ending) },
        paths: memo.outputs,
      });
    return ending;
  }

  private async files(about: Surrounding, plan: CachePlan): Promise<CacheNotes['caches'][number]> {
    let name = `cache ${shown(plan.key)}`;
    const found = await harmless(
      about,
      () => `${name}: not looked for`,
      async () => {
        const key = await this.filled(about, plan.key, name);
        name = `cache ${shown(key)}`;
        const fallbacks: string[] = [];
        for (const one of plan.fallbacks) fallbacks.push(await this.filled(about, one, name));
        const { grant } = about;
        const wanted = { project: grant.project, kind: 'files' as const, scopes: scopesOf(grant), key, fallbacks };
        const noted = { key, isExact: false };
        const taken = await harmless(
          about,
          () => `${name}: not brought back`,
          () => takeCache(this.store, about, wanted, line => about.say(`${name}: ${line}`)),
        );
        countLookup('files', taken ? (taken.isExact ? 'hit' : 'partial') : 'miss');
        about.say(`${name}: ${became(taken)}`);
        return { ...noted, isExact: taken?.isExact ?? false };
      },
    );
    // Without its key it is not kept either.
    return found ?? { key: '', isExact: false };
  }

  private filled({ place, signal, say }: Surrounding, key: string, name: string): Promise<string> {
    const tell = (globs: readonly string[]) => say(`${name}: no file matches ${shown(globs.join(', '))}`);
    return filledKey(key, place.workspace, { signal, tell });
  }

  private fingerprint(about: Surrounding): Promise<string | undefined> {
    const { grant, place, signal, say } = about;
    return harmless(
      about,
      () => 'result: not looked for',
      async () => {
        const { key = '', inputs = [] } = grant.memo ?? {};
        const files = await hashOfFiles(place.workspace, inputs, signal);
        if (files !== undefined)
          return fingerprintOf(grant, this.machine, { key: await this.filled(about, key, 'result'), files });
        say(`result: not cached, since no file matches ${shown(inputs.join(', '))}`);
        return undefined;
      },
    );
  }

  private async result(about: Surrounding, key: string): Promise<Taken | undefined> {
    const { grant, say } = about;
    const wanted = { project: grant.project, kind: 'result' as const, scopes: scopesOf(grant), key, fallbacks: [] };
    const taken = await harmless(
      about,
      () => 'result: not looked for',
      () => takeCache(this.store, about, wanted, line => say(`result: ${line}`)),
    );
    countLookup('result', taken ? 'hit' : 'miss');
    if (taken)
      say(`result: cached, of ${isoTime(taken.savedAt)} (${sizeAndTime(taken.bytes, taken.ms)}); the step is not run`);
    else say('result: not cached yet');
    return taken;
  }

  private async save(about: Surrounding, name: string, saving: Saving): Promise<void> {
    const became = await harmless(
      about,
      () => `${name}: not saved`,
      () => saveCache(this.store, about, saving),
    );
    if (became !== undefined) about.say(`${name}: ${became}`);
  }
}

const patient = (about: Surrounding): Surrounding => ({
  ...about,
  say: line => about.say(line),
  signal: AbortSignal.any([about.signal, AbortSignal.timeout(patienceMs)]),
});

/** What fails is told and undefined. */
const harmless = async <Value>(
  { say }: Surrounding,
  what: () => string,
  work: () => Promise<Value>,
): Promise<Value | undefined> => {
  try {
    return await work();
  } catch (error) {
    say(`${what()}: ${reasonOf(error)}`);
    return undefined;
  }
};

const became = (taken: Taken | undefined): string => {
  if (!taken) return 'miss';
  const facts = sizeAndTime(taken.bytes, taken.ms);
  return taken.isExact ? `hit (${facts})` : `partial hit by ${shown(taken.head.key)} (${facts})`;
};

const givenBy = ({ head }: Taken): Given => ({
  kind: 'exited',
  exitCode: 0,
  cached: true,
  ...(head.outputs === undefined ? {} : { outputs: head.outputs }),
});

const areGood = (outputs: Record<string, string> = {}): boolean => mistakeInOutputs(outputs) === undefined;

/** Outputs are masked wherever they leave this machine. */
const outputsOf = ({ environment, secretNames = [] }: Grant, ending: Ending): { outputs?: Record<string, string> } => {
  const masking = new Masking(secretNames.flatMap(name => environment[name] ?? []));
  const { outputs } = masking.ending(ending);
  return outputs === undefined ? {} : { outputs };
};
