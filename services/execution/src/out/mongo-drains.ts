import { nativeOf } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { type Drain, Drains } from '../app/ports.js';

type Row = Omit<Drain, 'machine'> & { _id: string };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    actor: { type: String, required: true },
    at: { type: Number, required: true },
    reason: String,
  },
  { collection: 'connectorDrains', versionKey: false },
);

export class MongoDrains extends Drains {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('ConnectorDrain', schema);
  }

  async find(machine: string): Promise<Drain | undefined> {
    const row = await nativeOf(this.rows).findOne({ _id: machine });
    return row ? drainOf(row) : undefined;
  }

  async among(machines: string[]): Promise<Drain[]> {
    return (await this.rows.find({ _id: { $in: machines } }).lean<Row[]>()).map(drainOf);
  }

  async put({ machine, ...drain }: Drain): Promise<void> {
    await this.rows.updateOne({ _id: machine }, { $setOnInsert: drain }, { upsert: true });
  }

  async remove(machine: string): Promise<void> {
    await this.rows.deleteOne({ _id: machine });
  }
}

const drainOf = ({ _id: machine, ...drain }: Row): Drain => ({ machine, ...drain });
