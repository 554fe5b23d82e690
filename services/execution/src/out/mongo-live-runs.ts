import type { ExecutionId, ExecutionView, LatestRun, PipelineId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Connection, Model } from 'mongoose';
import { EndedExecutions, type LatestOf, LiveRuns } from '../app/statistics/ports.js';
import { type EndedRun, endedRunOf } from '../domain/ended-run.js';
import { firstId } from './execution-filter.js';

interface Row {
  _id: string;
  live: boolean;
  view: ExecutionView;
}

/** Reads what `MongoExecutions` writes. */
const rowsOf = (connection: Connection): Model<Row> => connection.model<Row>('Execution');

export class MongoLiveRuns extends LiveRuns {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = rowsOf(connection);
  }

  async of(
    { pipelineIds, project, branch }: Omit<LatestOf, 'pipelineId'> & { pipelineIds: PipelineId[] },
    limit: number,
  ): Promise<(LatestRun & { pipelineId: PipelineId })[]> {
    const filter = {
      live: true,
      'view.pipelineId': { $in: pipelineIds },
      ...(project === undefined ? {} : { 'view.project': { $eq: project } }),
      ...(branch === undefined ? {} : { 'view.trigger.branch': { $eq: branch } }),
    };
    const wanted = { 'view.pipelineId': 1, 'view.status': 1, 'view.createdAt': 1, 'view.trigger.branch': 1 };
    const rows = await this.rows.find(filter, wanted).sort({ _id: -1 }).limit(limit).lean<Row[]>();
    return rows.map(({ _id, view: { pipelineId, status, createdAt, trigger } }) => ({
      pipelineId,
      id: _id as ExecutionId,
      status,
      createdAt,
      ...(trigger?.branch === undefined ? {} : { branch: trigger.branch }),
    }));
  }
}

export class MongoEndedExecutions extends EndedExecutions {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = rowsOf(connection);
  }

  async older(before: ExecutionId | undefined, since: Millis, limit: number): Promise<EndedRun[]> {
    const _id = { $gte: firstId(since), ...(before === undefined ? {} : { $lt: before }) };
    const rows = await this.rows.find({ _id, live: false }, { view: 1 }).sort({ _id: -1 }).limit(limit).lean<Row[]>();
    return rows.map(({ view }) => endedRunOf(view));
  }
}
