import type { ProjectId } from '@switchyard/contracts';
import { inTime, type Store } from '@switchyard/store';
import type { Clock, Millis } from '@switchyard/kernel';
import { type Model, Schema } from 'mongoose';
import { ProjectTokens } from '../app/hooks/ports.js';
import type { KeptToken } from '../domain/webhook-proof.js';

type Row = KeptToken & { _id: ProjectId };

/** Senders are told within a second that the store is silent. */
const patienceMs: Millis = 850;
/** A token that was taken away elsewhere is of no use after that; many deliveries at once need one look. */
const freshMs: Millis = 2_000;
const mostKept = 1_000;

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  { _id: text, salt: text, digest: text, createdAt: text, createdBy: text },
  { collection: 'projectWebhookTokens', versionKey: false },
).index({ digest: 1 });

export class MongoProjectTokens extends ProjectTokens {
  private readonly rows: Model<Row>;
  private readonly looks = new Map<string, { until: Millis; row: Promise<Row | null> }>();

  constructor(
    { connection }: Pick<Store, 'connection'>,
    private readonly clock: Clock,
  ) {
    super();
    this.rows = connection.model<Row>('ProjectWebhookToken', schema);
  }

  async find(project: ProjectId): Promise<KeptToken | undefined> {
    const row = await this.look({ _id: project });
    if (!row) return undefined;
    const { _id: _, ...kept } = row;
    return kept;
  }

  async projectOf(digest: string): Promise<ProjectId | undefined> {
    return (await this.look({ digest }))?._id;
  }

  async put(project: ProjectId, kept: KeptToken): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne({ _id: project }, { $set: kept }, { upsert: true });
    this.looks.clear();
    return matchedCount > 0;
  }

  async remove(project: ProjectId): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: project });
    this.looks.clear();
    return deletedCount > 0;
  }

  private look(filter: { _id: ProjectId } | { digest: string }): Promise<Row | null> {
    const key = JSON.stringify(filter);
    const now = this.clock.monotonic();
    const known = this.looks.get(key);
    if (known && now < known.until) return known.row;
    if (this.looks.size >= mostKept) this.looks.clear();
    const row = inTime(patienceMs, this.rows.findOne(filter).lean<Row>().exec());
    this.looks.set(key, { until: now + freshMs, row });
    row.catch(() => this.looks.delete(key));
    return row;
  }
}
