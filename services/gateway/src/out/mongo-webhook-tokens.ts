import type { PipelineId } from '@switchyard/contracts';
import { inTime, type Store } from '@switchyard/store';
import type { Millis } from '@switchyard/kernel';
import { type Model, Schema } from 'mongoose';
import { WebhookTokens } from '../app/ports.js';
import type { KeptToken } from '../domain/webhook-proof.js';

type Row = KeptToken & { _id: PipelineId };

/** Senders wait for it. */
const patienceMs: Millis = 2_500;

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  { _id: text, salt: text, digest: text, createdAt: text, createdBy: text },
  { collection: 'webhookTokens', versionKey: false },
);

export class MongoWebhookTokens extends WebhookTokens {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('WebhookToken', schema);
  }

  async find(id: PipelineId): Promise<KeptToken | undefined> {
    const row = await inTime(patienceMs, this.rows.findById(id).lean<Row>().exec());
    if (!row) return undefined;
    const { _id: _, ...kept } = row;
    return kept;
  }

  async put(id: PipelineId, kept: KeptToken): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne({ _id: id }, { $set: kept }, { upsert: true });
    return matchedCount > 0;
  }

  async remove(id: PipelineId): Promise<boolean> {
    return (await this.rows.deleteOne({ _id: id })).deletedCount > 0;
  }
}
