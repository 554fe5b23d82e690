import type { AttemptId } from '@switchyard/contracts';
import { isDuplicateKey, nativeOf } from '@switchyard/store';
import { type Connection, type Model, mongo, Schema } from 'mongoose';
import { type LogChunk, Logs } from '../app/ports.js';
import { endOfCover } from '../domain/stitch.js';

interface Row {
  /** `<attempt>:<offset>`, the offset with leading zeros, so that ids sort. */
  _id: string;
  offset: number;
  length: number;
  bytes: Buffer;
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    offset: { type: Number, required: true },
    length: { type: Number, required: true },
    bytes: { type: Buffer, required: true },
  },
  { collection: 'logChunks', versionKey: false },
);

const keyOf = (id: AttemptId, offset: number) => `${id}:${String(offset).padStart(12, '0')}`;

export class MongoLogs extends Logs {
  private readonly rows: Model<Row>;
  private readonly native: mongo.Collection<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('LogChunk', schema);
    this.native = nativeOf(this.rows);
  }

  async append(chunks: LogChunk[]): Promise<void> {
    const rows = chunks.map(({ attemptId, offset, bytes }) => ({
      _id: keyOf(attemptId, offset),
      offset,
      length: bytes.length,
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    }));
    await this.native.insertMany(rows, { ordered: false }).catch(async (error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      // A resend may cut elsewhere: of two chunks at one offset the longer one stays.
      await Promise.all(rows.map(row => this.lengthen(row)));
    });
  }

  private async lengthen(row: Row): Promise<void> {
    await this.native.updateOne(
      { _id: row._id, length: { $lt: row.length } },
      { $set: { bytes: row.bytes, length: row.length } },
    );
  }

  async read(attemptId: AttemptId, offset: number, limit: number): Promise<LogChunk[]> {
    const until = keyOf(attemptId, offset + limit);
    const rows = await this.between(keyOf(attemptId, offset), until);
    // Unless one begins there, the one before may reach into it.
    const whole = rows[0]?.offset === offset ? rows : await this.between(await this.startOf(attemptId, offset), until);
    return whole.map(row => ({ attemptId, offset: row.offset, bytes: bytesOf(row.bytes) }));
  }

  private between(from: string, until: string): Promise<Row[]> {
    return this.native.find({ _id: { $gte: from, $lt: until } }, { sort: { _id: 1 } }).toArray();
  }

  async contiguousFrom(attemptId: AttemptId, from: number): Promise<number> {
    const start = await this.startOf(attemptId, from);
    const range = { $gte: start, $lte: keyOf(attemptId, 999_999_999_999) };
    const projection = { offset: 1, length: 1 };
    const pieces = await this.native.find({ _id: range }, { projection, sort: { _id: 1 } }).toArray();
    return endOfCover(pieces, from);
  }

  /** The key of the last chunk that starts at or before `offset`. */
  private async startOf(attemptId: AttemptId, offset: number): Promise<string> {
    const range = { $gte: keyOf(attemptId, 0), $lte: keyOf(attemptId, offset) };
    const row = await this.native.findOne({ _id: range }, { projection: { _id: 1 }, sort: { _id: -1 } });
    return row?._id ?? keyOf(attemptId, 0);
  }
}

const bytesOf = (stored: Buffer | mongo.Binary): Uint8Array =>
  stored instanceof mongo.Binary ? stored.value() : stored;
