import { Fault, reasonOf } from '@switchyard/kernel';
import { Worker } from 'node:worker_threads';
import { type EmbeddedStore, type EmbeddedStoreOptions } from './embedded-store.js';
import type { Said } from './store-worker.js';

/** A store whose thread may end before it is asked to. */
export interface StoreThread extends EmbeddedStore {
  /** Resolves when it ended without being asked to. */
  readonly broken: Promise<Fault>;
}

// Built code runs the built worker; so does source under test.
const usualEntry = new URL('../../dist/mongo/store-worker.js', import.meta.url);

const ended = (why: string): Fault =>
  new Fault({
    code: 'store-ended',
    message: `the embedded store has ended: ${why}`,
    blame: 'platform',
    retry: false,
    suggestions: ['start again: what was accepted is on disk'],
  });

/**
 * As `startEmbeddedStore`, in a thread of its own: it waits for the disk and reads documents on another core than its clients.
 * @throws Fault as `startEmbeddedStore` does
 */
export const startStoreThread = async (
  options: EmbeddedStoreOptions,
  entry: URL = usualEntry,
): Promise<StoreThread> => {
  const worker = new Worker(entry, { name: 'store', workerData: options });
  const gone = new Promise<Fault>(resolve => {
    worker.once('error', error => resolve(ended(reasonOf(error))));
    worker.once('exit', code => resolve(ended(`its thread left with ${code}`)));
  });
  // Of a thread that speaks and leaves, both may be heard in one turn: what was said first counts.
  const said = await new Promise<Said | Fault>(resolve => {
    worker.once('message', resolve);
    void gone.then(resolve);
  });
  if (said instanceof Fault) throw said;
  if ('refused' in said) throw new Fault(said.refused);
  let isAsked = false;
  return {
    uri: said.uri,
    port: said.port,
    broken: new Promise(resolve => void gone.then(fault => isAsked || resolve(fault))),
    close: async () => {
      isAsked = true;
      worker.postMessage('close');
      await gone;
    },
  };
};
