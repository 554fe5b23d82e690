import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Fault, type Millis } from '@switchyard/kernel';
import { Differ, type Named } from '../app/ports.js';
import { unified } from './unified.js';

/** What a thread is started with. */
export interface DiffWork {
  from: Named;
  to: Named;
  patienceMs: Millis;
}

/** Characters that are compared at once; other requests wait meanwhile. */
const small = 32_768;
const patienceMs: Millis = 1_000;
/** Comparisons of large texts that wait; they are done one by one. */
const mostWaiting = 8;
/** Two versions of the largest size need a quarter of it. */
const heapMb = 256;

const entry = fileURLToPath(new URL('../../dist/out/diff-worker.js', import.meta.url));

/** Compares small texts at once, and large ones in a thread that ends with its answer. */
export class WorkerDiffer extends Differ {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  async unified(from: Named, to: Named): Promise<string> {
    if (sizeOf(from) + sizeOf(to) <= small) return unified(from, to, patienceMs);
    if (this.waiting >= mostWaiting) throw busy();
    this.waiting += 1;
    const work = this.last.then(() => inThread({ from: contentOf(from), to: contentOf(to), patienceMs }));
    this.last = work.then(
      () => (this.waiting -= 1),
      () => (this.waiting -= 1),
    );
    return work;
  }
}

const contentOf = ({ version, yaml, includes }: Named): Named => ({ version, yaml, includes });

const sizeOf = ({ yaml, includes }: Named): number =>
  Object.values(includes).reduce((sum, text) => sum + text.length, yaml.length);

const inThread = async (workerData: DiffWork): Promise<string> => {
  const resourceLimits = { maxOldGenerationSizeMb: heapMb };
  const worker = new Worker(entry, { name: 'pipeline-diff', workerData, resourceLimits });
  worker.unref();
  // An error of the thread, such as too little memory, is thrown here.
  const [diff] = (await once(worker, 'message')) as [string];
  return diff;
};

const busy = () =>
  new Fault({
    code: 'differ-busy',
    message: 'too many versions wait to be compared',
    blame: 'platform',
    retry: true,
    suggestions: ['ask again in a moment'],
  });
