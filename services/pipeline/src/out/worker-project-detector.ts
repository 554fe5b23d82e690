import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DetectReply } from '@switchyard/contracts';
import { Fault, type Millis } from '@switchyard/kernel';
import { ProjectDetector } from '../app/ports.js';

export interface DetectingLimits {
  /** For one checkout, with the start of its thread. The worst that can be sent takes a fifth of it; callers wait five seconds. */
  checkoutMs: Millis;
  /** Threads at once, and callers that may wait for one. Few people ask, and not often. */
  threads: number;
  waiting: number;
  /** Heap of a thread. */
  heapMb: number;
}
export const usualLimits: DetectingLimits = { checkoutMs: 4_000, threads: 2, waiting: 8, heapMb: 256 };

/** What a thread is given. */
export interface Checkout {
  files: ReadonlyMap<string, string | undefined>;
  name: string | undefined;
}

const entry = fileURLToPath(new URL('../../dist/out/detect-worker.js', import.meta.url));

/** Looks at each checkout in a thread of its own, which is ended when it takes too long. */
export class WorkerProjectDetector extends ProjectDetector {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly limits = usualLimits) {
    super();
  }

  async detect(files: Checkout['files'], name: string | undefined): Promise<DetectReply> {
    await this.turn();
    try {
      return await this.look({ files, name });
    } finally {
      this.leave();
    }
  }

  private turn(): Promise<void> | undefined {
    if (this.running < this.limits.threads) {
      this.running += 1;
      return undefined;
    }
    if (this.line.length >= this.limits.waiting) throw busy();
    return new Promise(resolve => this.line.push(resolve));
  }

  /** Hands its place to the next in line. */
  private leave(): void {
    const next = this.line.shift();
    if (next) next();
    else this.running -= 1;
  }

  private async look(checkout: Checkout): Promise<DetectReply> {
    const worker = new Worker(entry, {
      name: 'project-detector',
      workerData: checkout,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMb },
    });
    worker.unref();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<DetectReply>((resolve, reject) => {
        timer = setTimeout(() => reject(tooSlow(this.limits.checkoutMs)), this.limits.checkoutMs);
        worker.once('message', resolve).once('error', cause => reject(broken(cause)));
      });
    } finally {
      clearTimeout(timer);
      void worker.terminate();
    }
  }
}

const tooSlow = (limitMs: Millis) =>
  new Fault({
    code: 'checkout-too-slow',
    message: `the checkout was not looked at within ${limitMs / 1_000} s`,
    blame: 'user',
    retry: false,
    suggestions: [
      'send fewer files: those at the top, and those that define projects',
      'run yard init in the checkout',
    ],
  });

const broken = (cause: unknown) =>
  new Fault({
    code: 'checkout-unreadable',
    message: 'the checkout broke the program that looks at it',
    blame: 'user',
    retry: false,
    suggestions: ['send fewer and smaller files', 'report this with the files'],
    cause,
  });

const busy = () =>
  new Fault({
    code: 'detector-busy',
    message: 'too many checkouts wait to be looked at',
    blame: 'platform',
    retry: true,
  });
