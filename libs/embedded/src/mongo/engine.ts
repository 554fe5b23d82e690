import { Fault, reasonOf } from '@switchyard/kernel';
import { Catalog } from './catalog/catalog.js';
import { Commands } from './commands/answer.js';
import { FailPoints } from './commands/fail-points.js';
import { checkDataFile, markFormat } from './keyspace/data-file.js';
import { takeDirectory } from './keyspace/directory.js';
import { Keyspace } from './keyspace/keyspace.js';
import { Cursors } from './query/cursors.js';
import { Documents } from './write/documents.js';
import { Expiry } from './write/expiry.js';
import { Retries } from './write/retries.js';

/** How often expired documents, cursors and retry records are looked for. */
const SWEEP_MS = 15_000;

export interface Engine {
  commands: Commands;
  setAddress(address: string): void;
  close(): Promise<void>;
}

export interface EngineOptions {
  directory: string;
  failPoints?: boolean;
  sweepMs?: number;
}

/** The catalog, or what is wrong with the file it was read from. */
const openCatalog = (keyspace: Keyspace, directory: string): Catalog => {
  try {
    return new Catalog(keyspace);
  } catch (cause) {
    throw new Fault({
      code: 'store-torn',
      message: `the embedded store in ${directory} cannot be read: ${reasonOf(cause)}; it was left as it is`,
      blame: 'platform',
      retry: false,
      suggestions: ['restore the directory from a backup'],
      cause,
    });
  }
};

/** Repeats `work` until stopped, one at a time. A failure is the next round's matter. */
const every = (ms: number, work: () => Promise<void>): { stop(): Promise<void> } => {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(work).catch(() => undefined);
  }, ms);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
};

/** Opens the files of a store and everything that works on them, without any network. */
export const openEngine = ({ directory, failPoints = false, sweepMs = SWEEP_MS }: EngineOptions): Engine => {
  const now = (): number => Date.now();
  const lock = takeDirectory(directory);
  let address = '';
  try {
    checkDataFile(directory);
    const keyspace = Keyspace.open(directory, () => {
      catalog.reload();
    });
    const catalog = openCatalog(keyspace, directory);
    markFormat(directory);
    const documents = new Documents(keyspace, catalog);
    const cursors = new Cursors(now);
    const retries = new Retries(keyspace, now);
    const expiry = new Expiry(keyspace, catalog, documents, now);
    const sweep = every(sweepMs, async () => {
      cursors.expire();
      await expiry.sweep();
      await retries.expire();
    });
    const points = new FailPoints(failPoints);
    const store = { keyspace, catalog, documents, cursors, failPoints: points, address: () => address };
    return {
      commands: new Commands(store, retries),
      setAddress: given => {
        address = given;
      },
      close: async () => {
        await sweep.stop();
        await keyspace.close();
        lock.release();
      },
    };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
};
