import type { CacheStore } from '@switchyard/caches';
import { type Grant, mistakeInOutputs } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import type { Given, Surrounding } from '../around/around.js';
import type { Ending } from '../connector.js';
import { Masking } from '../secrets/masking.js';
import { filledKey, hashOfFiles } from './file-hash.js';
import { fingerprintOf, type Machine } from './fingerprint.js';
import { harmless } from './harmless.js';
import { countLookup } from './measures.js';
import { saveCache } from './save-cache.js';
import { scopesOf } from './scopes.js';
import { takeCache, type Taken } from './take-cache.js';
import { shown, sizeAndTime } from './words.js';

/** The result of a step that has succeeded before with the same command on the same input. */
export class StepResult {
  constructor(
    private readonly store: CacheStore,
    private readonly machine: Machine,
  ) {}

  /** What it is kept under; undefined where it is not to be cached. */
  async fingerprint(about: Surrounding): Promise<string | undefined> {
    const { memo } = about.grant;
    return memo && (await harmless(about, 'result: not looked for', () => this.found(about, memo)));
  }

  /** Brings back its files, where it is there. @returns its end */
  async take(about: Surrounding, fingerprint: string): Promise<Given | undefined> {
    const { grant, say } = about;
    const place = { project: grant.project, kind: 'result' as const, scopes: scopesOf(grant) };
    const taken = await harmless(about, 'result: not brought back', () =>
      takeCache(this.store, about, { ...place, key: fingerprint, fallbacks: [] }, line => say(`result: ${line}`)),
    );
    countLookup('result', taken ? 'hit' : 'miss');
    say(`result: ${became(taken)}`);
    return taken && givenBy(taken);
  }

  async keep(about: Surrounding, fingerprint: string, ending: Ending): Promise<void> {
    const { grant, say } = about;
    const outputs = maskedOutputs(grant, ending);
    // The platform will fail a step whose outputs it cannot take.
    if (outputs !== undefined && mistakeInOutputs(outputs) !== undefined) return;
    const place = { project: grant.project, scope: scopesOf(grant).own, kind: 'result' as const };
    const head = { key: fingerprint, ...(outputs === undefined ? {} : { outputs }) };
    const saving = { place, head, paths: grant.memo?.outputs ?? [] };
    const became = await harmless(about, 'result: not saved', () => saveCache(this.store, about, saving));
    if (became !== undefined) say(`result: ${became}`);
  }

  private async found(about: Surrounding, memo: NonNullable<Grant['memo']>): Promise<string | undefined> {
    const { grant, place, signal, say } = about;
    const files = await hashOfFiles(place.workspace, memo.inputs, signal);
    if (files === undefined) {
      say(`result: not cached, since no file matches ${shown(memo.inputs.join(', '))}`);
      return undefined;
    }
    const tell = (globs: readonly string[]) => say(`result: no file matches ${shown(globs.join(', '))}`);
    const key = await filledKey(memo.key ?? '', place.workspace, { signal, tell });
    return fingerprintOf(grant, this.machine, { key, files });
  }
}

const became = (taken: Taken | undefined): string =>
  taken
    ? `cached, of ${isoTime(taken.savedAt)} (${sizeAndTime(taken.bytes, taken.ms)}); the step is not run`
    : 'not cached yet';

const givenBy = ({ head }: Taken): Given => ({
  kind: 'exited',
  exitCode: 0,
  cached: true,
  ...(head.outputs === undefined ? {} : { outputs: head.outputs }),
});

/** Outputs are masked wherever they leave this machine. */
const maskedOutputs = ({ environment, secretNames = [] }: Grant, ending: Ending): Record<string, string> | undefined =>
  new Masking(secretNames.flatMap(name => environment[name] ?? [])).ending(ending).outputs;
