import type { Msg } from '@nats-io/transport-node';
import { Fault, type Millis, reasonOf } from '@switchyard/kernel';
import type { Bus } from './bus.js';
import { decode, encode } from './envelope.js';
import { insist } from './insist.js';

/** What is sent while a connection breaks is lost without a word: the first wait is short, and the next for slow lines. */
const [firstWaitMs, nextWaitMs, patienceMs]: [Millis, Millis, Millis] = [2_000, 6_000, 5_000];
/** Codes of JetStream's API: a stream at its bounds, a server at its own, and a subject that somebody else wrote to. */
const [full, conflict] = [[10_077, 10_047, 10_023], 10_071];

/** Names that a page shares with the one before it: more than are removed between the two. */
const overlap = 10_000;

/** What lies under one name of a bucket. */
export interface Kept {
  data: Uint8Array;
  /** Of the stream: a greater one was kept later. */
  seq: number;
  /** When it was kept, by the clock of the server. */
  at: Millis;
}

interface Answer {
  seq?: number;
  error?: { code: number; err_code: number; description: string };
}

/** A stream that keeps the last message of each of its subjects. Names are tokens joined by dots. */
export class Bucket {
  constructor(
    private readonly bus: Bus,
    /** Its stream, which `StreamKeeper.ensureBucket` makes. */
    private readonly stream: string,
  ) {}

  /**
   * Keeps a message in place of the one with its name.
   * @param after the `seq` that the one in its place must have; 0: there must be none
   * @returns its `seq`; undefined when another one was in its place
   * @throws Fault `bucket-full`, `bucket-unavailable`
   */
  async keep(name: string, data: Uint8Array | object, after?: number): Promise<number | undefined> {
    const sent = await this.asked(this.subject(name), data instanceof Uint8Array ? data : encode(data), after);
    const { seq, error } = decode<Answer>(sent.data);
    if (error) return this.refused(error, after !== undefined);
    if (seq === undefined) throw this.unavailable('it gave no number');
    return seq;
  }

  async last(name: string): Promise<Kept | undefined> {
    const found = await this.asked(`$JS.API.DIRECT.GET.${this.stream}.${this.subject(name)}`, new Uint8Array());
    const { code = 0, description = '' } = found.headers ?? {};
    if (code === 404) return undefined;
    const seq = Number(found.headers?.get('Nats-Sequence'));
    const at = Date.parse(String(found.headers?.get('Nats-Time-Stamp')));
    if (code < 400 && seq > 0 && at > 0) return { data: found.data, seq, at };
    throw this.unavailable(`${code} ${description}`);
  }

  /**
   * The names below `prefix`, tokens that end with a dot or nothing at all. Those that are there all the while are among
   * them, also where others are removed meanwhile: pages overlap.
   */
  async names(prefix: string): Promise<string[]> {
    const names = new Set<string>();
    for (let offset = 0; ;) {
      const ask = { subjects_filter: this.subject(`${prefix}>`), offset };
      const reply = decode<Answer & { total?: number; state?: { subjects?: Record<string, number> } }>(
        (await this.asked(`$JS.API.STREAM.INFO.${this.stream}`, encode(ask))).data,
      );
      if (reply.error) throw this.unavailable(reply.error.description);
      const found = Object.keys(reply.state?.subjects ?? {});
      for (const subject of found) names.add(subject.slice(this.subject('').length));
      const end = offset + found.length;
      if (found.length === 0 || end >= (reply.total ?? end)) return [...names];
      offset = end - Math.min(overlap, found.length - 1);
    }
  }

  /** Removes what has this name, or with a `>` at its end, all below it. */
  async remove(name: string): Promise<void> {
    const ask = encode({ filter: this.subject(name) });
    const { error } = decode<Answer>((await this.asked(`$JS.API.STREAM.PURGE.${this.stream}`, ask)).data);
    if (error) throw this.unavailable(error.description);
  }

  private refused({ err_code: code, description }: NonNullable<Answer['error']>, isConditional: boolean): undefined {
    if (code === conflict && isConditional) return undefined;
    throw full.includes(code) ? this.full(description) : this.unavailable(description);
  }

  private subject(name: string): string {
    return `${bucketSubjects(this.stream)}.${name}`;
  }

  private async asked(subject: string, data: Uint8Array, after?: number): Promise<Msg> {
    const { bus } = this;
    const condition = after === undefined ? {} : { 'Nats-Expected-Last-Subject-Sequence': String(after) };
    let waitMs = firstWaitMs;
    const ask = () =>
      bus.request(subject, data, condition, waitMs).catch((cause: unknown) => {
        waitMs = nextWaitMs;
        throw this.unavailable(cause);
      });
    // A server that was restarted comes back within a moment.
    return insist(ask, { patienceMs });
  }

  private unavailable(cause: unknown): Fault {
    const message = `the bucket ${this.stream} of the bus does not answer as it should: ${reasonOf(cause)}`;
    return new Fault({ code: 'bucket-unavailable', message, blame: 'platform', retry: true, cause });
  }

  private full(says: string): Fault {
    const message = `the bucket ${this.stream} of the bus is full: ${says}`;
    return new Fault({ code: 'bucket-full', message, blame: 'platform', retry: false });
  }
}

/** What comes before every name in the bucket of a stream. */
export const bucketSubjects = (stream: string): string => `yard.blob.${stream}`;
