import { type Keyspace, under } from '../keyspace/keyspace.js';
import { u32 } from '../values/key.js';
import { MongoFailure } from '../failure.js';

const RETRIES = u32(3);
const HEAD_BYTES = 16;
/** As long as a session may live without being used. */
const KEPT_MS = 30 * 60_000;

/** A write that a client may send again: its session and the number it gave it. */
export interface Retryable {
  session: Buffer;
  number: bigint;
}

/** Remembers, with the write itself, what each session's last write was answered; also across a restart. */
export class Retries {
  constructor(
    private readonly keyspace: Keyspace,
    private readonly now: () => number,
  ) {}

  /** The answer given before to this very write. Only inside a write job. */
  answered({ session, number }: Retryable): Buffer | undefined {
    const kept = this.keyspace.get(this.key(session));
    if (!kept) return undefined;
    const last = kept.readBigInt64BE(0);
    if (last > number)
      throw new MongoFailure(
        'TransactionTooOld',
        `Retryable write with txnNumber ${number} is prohibited because a newer one, ${last}, has already started`,
      );
    return last === number ? kept.subarray(HEAD_BYTES) : undefined;
  }

  /** Only inside a write job, together with the write. */
  remember({ session, number }: Retryable, answer: Buffer): void {
    const head = Buffer.allocUnsafe(HEAD_BYTES);
    head.writeBigInt64BE(number, 0);
    head.writeDoubleBE(this.now(), 8);
    this.keyspace.put(this.key(session), Buffer.concat([head, answer]));
  }

  /** Forgets sessions nobody uses. */
  async expire(): Promise<void> {
    const isOld = (value: Buffer): boolean => this.now() - value.readDoubleBE(8) > KEPT_MS;
    const old = [...this.keyspace.entries(under(RETRIES))].filter(({ value }) => isOld(value)).map(({ key }) => key);
    if (old.length === 0) return;
    await this.keyspace.write(() => {
      for (const key of old) if (isOld(this.keyspace.get(key) ?? Buffer.alloc(HEAD_BYTES))) this.keyspace.remove(key);
    });
  }

  private key(session: Buffer): Buffer {
    return Buffer.concat([RETRIES, session]);
  }
}
