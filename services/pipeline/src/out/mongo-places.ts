import type { Millis } from '@switchyard/kernel';
import { type Connection, type Model, Schema } from 'mongoose';
import { Places } from '../app/ports.js';

interface Row {
  _id: string;
  at: number;
}

const schema = new Schema<Row>(
  { _id: { type: String, required: true }, at: { type: Number, required: true } },
  { collection: 'pipelinePlaces', versionKey: false },
);

export class MongoPlaces extends Places {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('PipelinePlace', schema);
  }

  async read(name: string): Promise<Millis | undefined> {
    return (await this.rows.findById(name).lean<Row>())?.at;
  }

  async write(name: string, at: Millis): Promise<void> {
    await this.rows.updateOne({ _id: name }, { $max: { at } }, { upsert: true });
  }
}
