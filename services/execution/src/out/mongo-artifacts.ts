import type { AttemptId, ExecutionId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { nativeOf } from '@switchyard/store';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { Artifacts, type Expired, type KeptArtifact } from '../app/artifacts/ports.js';

interface Row {
  /** `<execution>.<id of the artifact>`. */
  _id: string;
  executionId: ExecutionId;
  endsAt?: Millis;
  artifact: KeptArtifact;
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    executionId: { type: String, required: true },
    endsAt: Number,
    artifact: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'artifacts', versionKey: false },
)
  .index({ executionId: 1 })
  .index({ endsAt: 1 });

export class MongoArtifacts extends Artifacts {
  private readonly native: mongo.Collection<Row>;

  constructor(connection: Connection) {
    super();
    const rows: Model<Row> = connection.model<Row>('Artifact', schema);
    this.native = nativeOf(rows);
  }

  async put(artifact: KeptArtifact): Promise<void> {
    const { executionId, id, endsAt } = artifact;
    const row = { executionId, artifact, ...(endsAt === undefined ? {} : { endsAt }) };
    await this.native.replaceOne({ _id: `${executionId}.${id}` }, row, { upsert: true });
  }

  async of(executionId: ExecutionId, now: Millis): Promise<KeptArtifact[]> {
    const rows = await this.native.find({ executionId }).toArray();
    return rows
      .filter(({ endsAt }) => endsAt === undefined || endsAt > now)
      .map(row => row.artifact)
      .sort((one, other) => (one.keptAt < other.keptAt ? -1 : one.keptAt > other.keptAt ? 1 : 0));
  }

  async named(executionIds: ExecutionId[]): Promise<ReadonlySet<string>> {
    const rows = this.native.find({ executionId: { $in: executionIds } }, { projection: { 'artifact.key': 1 } });
    return new Set((await rows.toArray()).map(({ artifact }) => artifact.key));
  }

  async expired(now: Millis, limit: number): Promise<Expired[]> {
    const rows = await this.native.find({ endsAt: { $lte: now } }, { limit }).toArray();
    return rows.map(({ _id, artifact }) => ({
      id: _id,
      attemptId: artifact.attemptId as AttemptId,
      key: artifact.key,
    }));
  }

  async forget({ id }: Expired, now: Millis): Promise<void> {
    await this.native.deleteOne({ _id: id, endsAt: { $lte: now } });
  }
}
