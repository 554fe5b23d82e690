import type { CacheStore } from '@switchyard/caches';
import type { CachePlan } from '@switchyard/contracts';
import type { Surrounding } from '../around/around.js';
import type { CacheNotes } from './cache-notes.js';
import { filledKey } from './file-hash.js';
import { harmless } from './harmless.js';
import { countLookup } from './measures.js';
import { saveCache } from './save-cache.js';
import { scopesOf } from './scopes.js';
import { takeCache, type Taken } from './take-cache.js';
import { shown, sizeAndTime } from './words.js';

type Noted = CacheNotes['caches'][number];

/** Without its key it can be neither found nor kept. */
const unknown: Noted = { key: '', isExact: false };

/** Files that earlier runs kept, and that are kept for later ones. */
export class FileCaches {
  constructor(private readonly store: CacheStore) {}

  /** Brings them back as far as they are there. */
  async take(about: Surrounding): Promise<Noted[]> {
    const noted: Noted[] = [];
    for (const plan of about.grant.caches ?? []) noted.push(await this.takeOne(about, plan));
    return noted;
  }

  /** Keeps those that were not there under their own key. */
  async keep(about: Surrounding, noted: readonly Noted[]): Promise<void> {
    const { grant, say } = about;
    const place = { project: grant.project, scope: scopesOf(grant).own, kind: 'files' as const };
    for (const [index, { key, isExact }] of noted.entries()) {
      if (isExact || key === '') continue;
      const name = `cache ${shown(key)}`;
      const saving = { place, head: { key }, paths: grant.caches?.[index]?.paths ?? [] };
      const became = await harmless(about, `${name}: not saved`, () => saveCache(this.store, about, saving));
      if (became !== undefined) say(`${name}: ${became}`);
    }
  }

  private async takeOne(about: Surrounding, plan: CachePlan): Promise<Noted> {
    const { grant, say } = about;
    const keys = await harmless(about, `cache ${shown(plan.key)}: not looked for`, () => keysOf(about, plan));
    if (!keys) return unknown;
    const name = `cache ${shown(keys.key)}`;
    const wanted = { project: grant.project, kind: 'files' as const, scopes: scopesOf(grant), ...keys };
    const taken = await harmless(about, `${name}: not brought back`, () =>
      takeCache(this.store, about, wanted, line => say(`${name}: ${line}`)),
    );
    countLookup('files', taken ? (taken.isExact ? 'hit' : 'partial') : 'miss');
    say(`${name}: ${became(taken)}`);
    return { key: keys.key, isExact: taken?.isExact ?? false };
  }
}

const keysOf = async ({ place, signal, say }: Surrounding, { key, fallbacks }: CachePlan) => {
  const tell = (globs: readonly string[]) => say(`cache ${shown(key)}: no file matches ${shown(globs.join(', '))}`);
  const filled = (text: string) => filledKey(text, place.workspace, { signal, tell });
  const own = await filled(key);
  const beginnings: string[] = [];
  for (const one of fallbacks) beginnings.push(await filled(one));
  return { key: own, fallbacks: beginnings };
};

const became = (taken: Taken | undefined): string => {
  if (!taken) return 'miss';
  const facts = sizeAndTime(taken.bytes, taken.ms);
  return taken.isExact ? `hit (${facts})` : `partial hit by ${shown(taken.head.key)} (${facts})`;
};
