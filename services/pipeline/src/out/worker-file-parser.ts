import { Worker } from 'node:worker_threads';
import { Fault, type Millis } from '@switchyard/kernel';
import type { ParseResult } from '@switchyard/pipeline-file';
import { FileParser } from '../app/ports.js';
import type { Text } from './parse-worker.js';

export interface ParsingLimits {
  /** For one file. The worst file of the largest size takes two seconds, and callers wait five. */
  fileMs: Millis;
  /** In the queue, after which the caller is about to give up. */
  queueMs: Millis;
  /** Without a file, after which the thread ends and its memory with it: another starts in a tenth of a second. */
  idleMs: Millis;
  /** Heap of the thread. The worst file of the largest size needs a third of it. */
  heapMb: number;
}
export const usualLimits: ParsingLimits = { fileMs: 4_000, queueMs: 4_000, idleMs: 5_000, heapMb: 384 };

interface Job {
  text: Text;
  since: Millis;
  resolve: (result: ParseResult) => void;
  reject: (reason: unknown) => void;
}

const usualEntry = new URL('../../dist/out/parse-worker.js', import.meta.url);

/** Parses in a thread of its own, which stays for the next file, and which is ended and replaced when a file takes too long. */
export class WorkerFileParser extends FileParser {
  private worker: Worker | undefined;
  private current: Job | undefined;
  private timer: NodeJS.Timeout | undefined;
  private idling: NodeJS.Timeout | undefined;
  private readonly waiting: Job[] = [];

  constructor(
    private readonly limits = usualLimits,
    private readonly entry = usualEntry,
  ) {
    super();
  }

  parse(yaml: string, { files = {} }: { files?: Record<string, string> } = {}): Promise<ParseResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ text: { yaml, files }, since: performance.now(), resolve, reject });
      this.next();
    });
  }

  /** Ends the thread; files that still wait are refused. */
  async stop(): Promise<void> {
    for (const job of this.waiting.splice(0)) job.reject(busy());
    this.settle(job => job.reject(busy()));
    clearTimeout(this.idling);
    await this.worker?.terminate();
  }

  private next(): void {
    if (this.current) return;
    let job = this.waiting.shift();
    for (; job && performance.now() - job.since > this.limits.queueMs; job = this.waiting.shift()) job.reject(busy());
    if (!job) return;
    clearTimeout(this.idling);
    this.current = job;
    this.worker ??= this.startWorker();
    this.timer = setTimeout(() => this.giveUp(tooSlow(this.limits.fileMs)), this.limits.fileMs);
    this.worker.postMessage(job.text);
  }

  private startWorker(): Worker {
    const worker = new Worker(this.entry, {
      name: 'pipeline-files',
      // The young generation is what a parse fills: with the usual size a quarter of its time is collecting.
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMb, maxYoungGenerationSizeMb: 64 },
    });
    worker.unref();
    worker.on('message', (result: ParseResult) => {
      if (worker === this.worker) this.settle(job => job.resolve(result));
    });
    worker.on('error', cause => {
      if (worker === this.worker) this.giveUp(broken(cause));
    });
    return worker;
  }

  /** Leaves the thread to its end; the next file gets another. */
  private giveUp(fault: Fault): void {
    const worker = this.worker;
    this.worker = undefined;
    void worker?.terminate();
    this.settle(job => job.reject(fault));
  }

  private settle(how: (job: Job) => void): void {
    clearTimeout(this.timer);
    const job = this.current;
    this.current = undefined;
    if (job) how(job);
    this.next();
    if (!this.current) this.idle();
  }

  private idle(): void {
    clearTimeout(this.idling);
    this.idling = setTimeout(() => {
      void this.worker?.terminate();
      this.worker = undefined;
    }, this.limits.idleMs).unref();
  }
}

const tooSlow = (limitMs: Millis) =>
  new Fault({
    code: 'file-too-slow',
    message: `the pipeline file was not read within ${limitMs / 1_000} s`,
    blame: 'user',
    retry: false,
    suggestions: ['split the pipeline into smaller ones', 'try again if the machine is very busy'],
  });

const broken = (cause: unknown) =>
  new Fault({
    code: 'file-unreadable',
    message: 'the pipeline file broke the program that reads it',
    blame: 'user',
    retry: false,
    suggestions: ['look for deep nesting or thousands of anchors', 'report this with the file'],
    cause,
  });

const busy = () =>
  new Fault({
    code: 'parser-busy',
    message: 'too many pipeline files wait to be read',
    blame: 'platform',
    retry: true,
  });
