import { inTime, isDuplicateKey, type Store } from '@switchyard/store';
import type { Millis } from '@switchyard/kernel';
import { type Model, type QueryFilter, Schema } from 'mongoose';
import { type AuditFilter, AuditLog } from '../app/audit/ports.js';
import type { AuditColumns, KeptRecord, Link } from '../domain/audit/record.js';

/** The number is the key: whoever inserts it first has it. */
type Row = AuditColumns & { _id: number; hash: string; text: string };
interface Mark {
  _id: 'mark';
  seq: number;
}

/** People wait for it. */
const patienceMs: Millis = 2_500;

const word = { type: String, required: true } as const;
/** May be empty, which `required` would refuse. */
const text = { type: String, default: '' } as const;
const schema = new Schema<Row>(
  {
    _id: { type: Number, required: true },
    hash: word,
    text: word,
    at: word,
    by: text,
    name: text,
    action: text,
    kind: text,
    object: text,
    project: text,
  },
  { collection: 'audit', versionKey: false },
)
  .index({ object: 1, _id: -1 })
  .index({ by: 1, _id: -1 })
  .index({ project: 1, _id: -1 });
const markSchema = new Schema<Mark>(
  { _id: word, seq: { type: Number, required: true } },
  { collection: 'auditMarks', versionKey: false },
);

export class MongoAudit extends AuditLog {
  private readonly rows: Model<Row>;
  private readonly marks: Model<Mark>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('AuditRecord', schema);
    this.marks = connection.model<Mark>('AuditMark', markSchema);
  }

  async last(): Promise<Link | undefined> {
    const row = await inTime(patienceMs, this.rows.findOne().sort({ _id: -1 }).lean<Row>().exec());
    return row ? { seq: row._id, hash: row.hash } : undefined;
  }

  async append(records: readonly KeptRecord[]): Promise<number> {
    let put = 0;
    try {
      await inTime(patienceMs, this.rows.insertMany(records.map(rowOf), { ordered: true }));
      put = records.length;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      put = await this.countOf(records);
    }
    const end = records[put - 1];
    if (end) await this.raise(end.seq);
    return put;
  }

  async probe(): Promise<void> {
    await this.raise(0);
  }

  async mark(): Promise<number> {
    return (await inTime(patienceMs, this.marks.findById('mark').lean<Mark>().exec()))?.seq ?? 0;
  }

  async find(filter: AuditFilter, before: number | undefined, limit: number): Promise<KeptRecord[]> {
    const query = { ...queryOf(filter), ...(before === undefined ? {} : { _id: { $lt: before } }) };
    const found = this.rows.find(query).sort({ _id: -1 }).limit(limit).lean<Row[]>().exec();
    return (await inTime(patienceMs, found)).map(keptOf);
  }

  async after(seq: number, limit: number): Promise<KeptRecord[]> {
    const found = this.rows
      .find({ _id: { $gt: seq } })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<Row[]>()
      .exec();
    return (await inTime(patienceMs, found)).map(keptOf);
  }

  /** How many of these were written before one whose number was taken. */
  private async countOf(records: readonly KeptRecord[]): Promise<number> {
    const numbers = records.map(({ seq }) => seq);
    const there = await this.rows
      .find({ _id: { $in: numbers } })
      .lean<Row[]>()
      .exec();
    const hashes = new Map(there.map(({ _id, hash }) => [_id, hash]));
    const first = records.findIndex(({ seq, hash }) => hashes.get(seq) !== hash);
    return first === -1 ? records.length : first;
  }

  private async raise(seq: number): Promise<void> {
    const raised = this.marks.updateOne({ _id: 'mark' }, { $max: { seq } }, { upsert: true }).exec();
    await inTime(patienceMs, raised).catch((error: unknown) => {
      // Two processes made the first one at the same time: the other's is as good.
      if (!isDuplicateKey(error)) throw error;
    });
  }
}

const queryOf = ({ by, since, until, ...words }: AuditFilter): QueryFilter<Row> => ({
  ...words,
  ...(by === undefined ? {} : { $or: [{ by }, { name: by }] }),
  ...(since === undefined && until === undefined
    ? {}
    : { at: { ...(since === undefined ? {} : { $gte: since }), ...(until === undefined ? {} : { $lt: until }) } }),
});

const rowOf = ({ seq, hash, text, columns }: KeptRecord): Row => ({ _id: seq, hash, text, ...columns });

const keptOf = ({ _id, hash, text, ...columns }: Row): KeptRecord => ({ seq: _id, hash, text, columns });
