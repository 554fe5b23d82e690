import { lengthOfWholeCharacters, reach, sleep, waitBefore } from '@switchyard/kernel';
import type { SpoolReader } from './shim/contract.js';

/** Bytes of one chunk at most: well below a message of NATS, and large enough that 20 MB are 80 messages. */
const largestChunk = 262_144;
/** Chunks that may be under way at once. */
const window = 8;

export type KeepChunk = (offset: number, bytes: Uint8Array) => Promise<void>;

/**
 * Carries output from the spool to the bus, in order, as soon as it is there. While the bus is away it waits: the
 * spool on disk is the buffer.
 */
export class LogPump {
  private offset = 0;
  private readonly underWay = new Set<Promise<void>>();
  private running: Promise<void> = Promise.resolve();
  private ended = false;
  private readonly ending = new AbortController();
  private readonly whole = Promise.withResolvers<number | undefined>();
  /** Ends a wait for more output: there will be none, or nobody wants it. */
  private readonly enough: AbortSignal;

  constructor(
    private readonly log: SpoolReader,
    private readonly keep: KeepChunk,
    private readonly signal: AbortSignal,
  ) {
    this.enough = AbortSignal.any([signal, this.ending.signal]);
  }

  start(from = 0): void {
    this.offset = from;
    this.running = this.pump().finally(() => this.whole.resolve(undefined));
  }

  /** The step has ended: what is in the spool is all there will be. Resolves when the stream has it. */
  async finish(): Promise<void> {
    this.ended = true;
    this.ending.abort();
    if (this.underWay.size >= window) this.whole.resolve(undefined);
    await this.running;
  }

  /** Where the output ends, once it is finished; undefined where that takes longer than to read it once more. */
  get end(): Promise<number | undefined> {
    return this.whole.promise;
  }

  /** Sends everything from `offset` on again. */
  async again(offset: number): Promise<void> {
    await this.running;
    this.start(offset);
    await this.running;
  }

  private async pump(): Promise<void> {
    while (!this.signal.aborted) {
      const ended = this.ended;
      const bytes = await this.log.read(this.offset, largestChunk);
      const length = ended ? bytes.length : lengthOfWholeCharacters(bytes);
      if (length > 0) await this.send(bytes.subarray(0, length));
      else if (ended) return this.reached();
      else await this.log.changed(this.enough);
    }
    await Promise.all(this.underWay);
  }

  private async reached(): Promise<void> {
    this.whole.resolve(this.offset);
    await Promise.all(this.underWay);
  }

  private async send(bytes: Uint8Array): Promise<void> {
    const { offset } = this;
    this.offset += bytes.length;
    const sending: Promise<void> = this.insist(offset, bytes).finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
    if (this.underWay.size < window) return;
    // While the bus is away, nobody else is to wait for it.
    if (this.ended) this.whole.resolve(undefined);
    await Promise.race(this.underWay);
  }

  private async insist(offset: number, bytes: Uint8Array): Promise<void> {
    for (let attempt = 1; !this.signal.aborted; attempt += 1) {
      reach('connector.log.beforeKeep');
      const kept = await this.keep(offset, bytes).then(
        () => true,
        () => false,
      );
      reach('connector.log.afterKeep');
      if (kept) return;
      await sleep(waitBefore(attempt, { initialMs: 100, factor: 2, maxMs: 2_000 }, Math.random()), this.signal);
    }
  }
}

/**
 * Where the output ends, read through where nobody knows. Only right when the step has ended.
 * @param elsewhere whoever may know where the output itself does not
 */
export const endOfLog = async (log: SpoolReader, elsewhere?: Promise<number | undefined>): Promise<number> => {
  const known = (await log.length?.()) ?? (await elsewhere);
  if (known !== undefined) return known;
  let end = 0;
  for (let bytes = await log.read(end, largestChunk); bytes.length > 0; bytes = await log.read(end, largestChunk))
    end += bytes.length;
  return end;
};
