import { createHash } from 'node:crypto';
import type { ExecutionId, LatestRun, PipelineId, ProjectId } from '@switchyard/contracts';
import { Batches, type Millis } from '@switchyard/kernel';
import { insertMissing, nativeOf } from '@switchyard/store';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { EndedRuns, type LatestOf, type Whose } from '../app/statistics/ports.js';
import type { EndedRun, EndedStep } from '../domain/ended-run.js';
import type { DayGroup, RanSteps } from '../domain/statistics.js';
import { firstId } from './execution-filter.js';

/** Inputs may be long; only whether they are the same counts. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 24);

/** Ended executions of one write to the store. */
const mostPerWrite = 64;

/** Small, and without steps: lists and days read many of them. */
interface RunRow extends Omit<EndedRun, 'id' | 'sameness' | 'steps' | 'pipelineName'> {
  _id: string;
}
interface StepsRow extends Pick<EndedRun, 'project' | 'pipelineId' | 'pipelineName' | 'sameness'> {
  _id: string;
  steps: EndedStep[];
}

const text = { type: String, required: true };
const runs = new Schema<RunRow>(
  {
    _id: text,
    project: text,
    pipelineId: text,
    branch: String,
    status: text,
    createdAt: text,
    day: text,
    queueMs: Number,
    ms: Number,
  },
  { collection: 'endedRuns', versionKey: false },
)
  .index({ project: 1, _id: -1 })
  .index({ pipelineId: 1, _id: -1 })
  .index({ pipelineId: 1, branch: 1, _id: -1 });
const steps = new Schema<StepsRow>(
  {
    _id: text,
    project: text,
    pipelineId: text,
    pipelineName: text,
    sameness: text,
    steps: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'endedSteps', versionKey: false },
)
  .index({ project: 1, _id: -1 })
  .index({ pipelineId: 1, _id: -1 });

export class MongoEndedRuns extends EndedRuns {
  private readonly runRows: Model<RunRow>;
  private readonly stepRows: Model<StepsRow>;
  private readonly nativeRuns: mongo.Collection<RunRow>;
  private readonly nativeSteps: mongo.Collection<StepsRow>;
  private readonly writes = new Batches<EndedRun>(ended => this.write(ended), mostPerWrite);

  constructor(connection: Connection) {
    super();
    this.runRows = connection.model<RunRow>('EndedRun', runs);
    this.stepRows = connection.model<StepsRow>('EndedSteps', steps);
    this.nativeRuns = nativeOf(this.runRows);
    this.nativeSteps = nativeOf(this.stepRows);
  }

  put(run: EndedRun): Promise<void> {
    return this.writes.add(run);
  }

  private async write(ended: EndedRun[]): Promise<void> {
    const stepRows = ended.filter(({ steps: ran }) => ran.length > 0).map(stepsRowOf);
    // What has ended is counted once and stays so.
    if (stepRows.length > 0) await insertMissing(this.nativeSteps, stepRows);
    // Last: where these are, everything is.
    await insertMissing(this.nativeRuns, ended.map(runRowOf));
  }

  async days(whose: Whose, since: Millis, limit: number): Promise<DayGroup[]> {
    interface Group extends Omit<DayGroup, 'day' | 'status'> {
      _id: Pick<DayGroup, 'day' | 'status'>;
    }
    const groups = await this.runRows.aggregate<Group>([
      { $match: filterOf(whose, since) },
      { $sort: { _id: -1 } },
      { $limit: limit },
      {
        $group: {
          _id: { day: '$day', status: '$status' },
          count: { $sum: 1 },
          queueMs: { $push: '$queueMs' },
          ms: { $push: '$ms' },
        },
      },
    ]);
    return groups.map(({ _id, count, queueMs, ms }) => ({ ..._id, count, queueMs: numbers(queueMs), ms: numbers(ms) }));
  }

  async steps(whose: Whose, since: Millis, limit: number): Promise<RanSteps[]> {
    const filter = filterOf(whose, since);
    return this.stepRows.find(filter, { _id: 0, project: 0 }).sort({ _id: -1 }).limit(limit).lean<RanSteps[]>();
  }

  async latest({ project, pipelineId, branch }: LatestOf, limit: number): Promise<LatestRun[]> {
    const filter = {
      pipelineId: { $eq: pipelineId },
      ...(branch === undefined ? {} : { branch: { $eq: branch } }),
      ...(project === undefined ? {} : { project: { $eq: project } }),
    };
    const rows = await this.runRows.find(filter).sort({ _id: -1 }).limit(limit).lean<RunRow[]>();
    return rows.map(({ _id, status, createdAt, ms, branch: of }) => ({
      id: _id as ExecutionId,
      status,
      createdAt,
      ...(ms === undefined ? {} : { ms }),
      ...(of === undefined ? {} : { branch: of }),
    }));
  }

  async oldest(): Promise<ExecutionId | undefined> {
    const row = await this.runRows.findOne({}, { _id: 1 }).sort({ _id: 1 }).lean<Pick<RunRow, '_id'>>();
    return row?._id as ExecutionId | undefined;
  }
}

const stepsRowOf = ({ id: _id, project, pipelineId, pipelineName, sameness, steps: ran }: EndedRun): StepsRow => ({
  _id,
  project,
  pipelineId,
  pipelineName,
  sameness: digestOf(sameness),
  steps: ran,
});
const runRowOf = ({ id: _id, steps: _, sameness: __, pipelineName: ___, ...run }: EndedRun): RunRow => ({
  _id,
  ...run,
});

/** Along one index, whatever is asked for. */
const filterOf = ({ project, pipelineId }: Whose, since: Millis): Record<string, unknown> => ({
  ...is('pipelineId', pipelineId),
  ...is('project', project),
  _id: { $gte: firstId(since) },
});
const is = (path: string, value: ProjectId | PipelineId | undefined) =>
  value === undefined ? {} : { [path]: { $eq: value } };

/** Of executions that never started a step there is no time. */
const numbers = (values: readonly unknown[]): Millis[] => values.filter(value => typeof value === 'number');
