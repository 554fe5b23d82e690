import { type Connection, type Model, Schema } from 'mongoose';
import { Agents } from '../app/ports.js';
import type { Agent } from '../domain/agent.js';

interface Row {
  /** The instance. */
  _id: string;
  facts: Agent['facts'];
  lastSeenAt: Date;
}

const daySeconds = 86_400;

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    facts: { type: Schema.Types.Mixed, required: true },
    lastSeenAt: { type: Date, required: true },
  },
  { collection: 'agents', versionKey: false, minimize: false },
).index({ lastSeenAt: 1 }, { expireAfterSeconds: daySeconds });

export class MongoAgents extends Agents {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Agent', schema);
  }

  async put(agents: readonly Agent[]): Promise<void> {
    await this.rows.bulkWrite(
      agents.map(({ facts, lastSeenAt }) => ({
        updateOne: {
          filter: { _id: facts.instance },
          update: { $set: { facts, lastSeenAt: new Date(lastSeenAt) } },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }

  async all(): Promise<Agent[]> {
    const rows = await this.rows.find({}).lean<Row[]>();
    return rows.map(({ facts, lastSeenAt }) => ({ facts, lastSeenAt: lastSeenAt.getTime() }));
  }
}
