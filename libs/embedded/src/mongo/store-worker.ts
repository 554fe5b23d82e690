import { Fault, type FaultShape, reasonOf, shapeOf } from '@switchyard/kernel';
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { type EmbeddedStoreOptions, startEmbeddedStore } from './embedded-store.js';

/** What the thread says once: where the store is, or why there is none. */
export type Said = { uri: string; port: number } | { refused: FaultShape };

const refused = (thrown: unknown): FaultShape =>
  thrown instanceof Fault
    ? shapeOf(thrown)
    : { code: 'store-failed', message: reasonOf(thrown), blame: 'platform', retry: false, suggestions: [] };

const say = (said: Said) => parentPort?.postMessage(said);

/** A store for one directory, until anything is said to this thread. */
const serve = async (options: EmbeddedStoreOptions): Promise<void> => {
  const store = await startEmbeddedStore(options).catch((error: unknown) => void say({ refused: refused(error) }));
  if (!store || !parentPort) return;
  const asked = once(parentPort, 'message');
  say({ uri: store.uri, port: store.port });
  await asked;
  await store.close();
};

await serve(workerData as EmbeddedStoreOptions);
parentPort?.close();
