import type { CacheStore } from '@switchyard/caches';
import type { Grant } from '@switchyard/contracts';
import { Around, type Given, type Surrounding } from '../around/around.js';
import type { Ending } from '../connector.js';
import { keepNotes, notesIn } from './cache-notes.js';
import { FileCaches } from './file-caches.js';
import type { Machine } from './fingerprint.js';
import { harmless, patient } from './harmless.js';
import { StepResult } from './step-result.js';

/**
 * Brings back files that earlier runs kept, and keeps them for later ones; a step whose result is cached is not started.
 * A cache that cannot be read or written is a line in the output, and never fails the step.
 */
export class AroundCaches extends Around {
  private readonly files: FileCaches;
  private readonly result: StepResult;

  constructor(store: CacheStore, machine: Machine) {
    super();
    this.files = new FileCaches(store);
    this.result = new StepResult(store, machine);
  }

  concerns({ caches = [], memo }: Grant): boolean {
    return caches.length > 0 || memo !== undefined;
  }

  override async before(whole: Surrounding): Promise<Given | undefined> {
    const about = patient(whole);
    // First of all: what caches bring may be among its input.
    const fingerprint = await this.result.fingerprint(about);
    const given = fingerprint === undefined ? undefined : await this.result.take(about, fingerprint);
    if (given) return given;
    const caches = await this.files.take(about);
    const notes = { caches, ...(fingerprint === undefined ? {} : { fingerprint }) };
    await harmless(about, 'nothing will be cached', () => keepNotes(about.place.directory, notes));
    return undefined;
  }

  override async after(whole: Surrounding, ending: Ending): Promise<Ending> {
    if (ending.failure !== undefined || ending.cached) return ending;
    const about = patient(whole);
    const notes = await harmless(about, 'nothing is cached', async () => notesIn(about.place.directory));
    if (!notes) return ending;
    await this.files.keep(about, notes.caches);
    if (notes.fingerprint !== undefined) await this.result.keep(about, notes.fingerprint, ending);
    return ending;
  }
}
