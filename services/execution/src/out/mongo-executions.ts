import {
  type ExecutionId,
  type ExecutionPlan,
  type ExecutionSummary,
  type ExecutionView,
  isFinal,
  type ListDeployments,
  type ListExecutions,
  type ProjectId,
  type YardEvent,
} from '@switchyard/contracts';
import { isDuplicateKey, nativeOf } from '@switchyard/store';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { type Deploying, Executions, type Standing, type StoredExecution } from '../app/ports.js';
import type { Member } from '../domain/admission.js';
import type { Claim, Execution } from '../domain/execution.js';
import { deploys } from '../domain/deployments.js';
import { changedEntries, changedPaths } from './changed-paths.js';
import { filterOf } from './execution-filter.js';

interface Row {
  _id: string;
  rev: number;
  /** Has not ended. */
  live: boolean;
  /** The outbox holds events. */
  undrained: boolean;
  /** Some of its steps change an environment. */
  deploys?: true;
  view: ExecutionView;
  plan: ExecutionPlan;
  /** A list, since attempt ids hold dots. */
  claims: { attemptId: string; claim: Claim }[];
  outbox: YardEvent[];
  traceparent?: string;
}

const { Mixed } = Schema.Types;
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    rev: { type: Number, required: true },
    live: { type: Boolean, required: true },
    undrained: { type: Boolean, required: true },
    deploys: Boolean,
    view: { type: Mixed, required: true },
    plan: { type: Mixed, required: true },
    claims: { type: Mixed, required: true },
    outbox: { type: Mixed, required: true },
    traceparent: { type: String },
  },
  { collection: 'executions', versionKey: false, minimize: false, strict: true },
)
  .index({ live: 1, _id: 1 }, { partialFilterExpression: { live: true } })
  .index({ undrained: 1 }, { partialFilterExpression: { undrained: true } })
  .index({ 'view.project': 1, 'view.group.name': 1, _id: 1 }, { partialFilterExpression: { live: true } })
  .index({ live: 1, 'view.pipelineId': 1, _id: -1 }, { partialFilterExpression: { live: true } })
  .index({ deploys: 1, _id: -1 }, { partialFilterExpression: { deploys: true } })
  .index({ 'view.project': 1, _id: -1 })
  .index({ 'view.project': 1, 'view.status': 1, _id: -1 })
  .index({ 'view.project': 1, 'view.trigger.branch': 1, _id: -1 })
  .index({ 'view.project': 1, 'view.trigger.actor': 1, _id: -1 })
  .index({ 'view.pipelineId': 1, _id: -1 })
  .index({ 'view.status': 1, _id: -1 });

export class MongoExecutions extends Executions {
  private readonly rows: Model<Row>;
  private readonly native: mongo.Collection<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Execution', schema);
    this.native = nativeOf(this.rows);
  }

  async find(id: ExecutionId): Promise<StoredExecution | undefined> {
    const row = await this.native.findOne({ _id: id });
    return row ? storedOf(row) : undefined;
  }

  async insert(stored: StoredExecution): Promise<boolean> {
    try {
      await this.native.insertOne(rowOf(stored));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async replace(before: Execution, after: StoredExecution): Promise<boolean> {
    const { view, claims } = after.execution;
    const $set = {
      ...changedPaths('view', before.view, view),
      ...changedEntries('claims', before.claims, claims, claimOf),
      rev: view.rev,
      live: !isFinal(view.status),
      outbox: after.outbox,
      undrained: after.outbox.length > 0,
    };
    const { matchedCount } = await this.native.updateOne({ _id: view.id, rev: before.view.rev }, { $set });
    return matchedCount === 1;
  }

  async trim(published: { id: ExecutionId; rev: number }[]): Promise<void> {
    const $set = { outbox: [], undrained: false };
    // Only where nothing was added since: a later trim takes the rest.
    const updates = published.map(({ id: _id, rev }) => ({ updateOne: { filter: { _id, rev }, update: { $set } } }));
    await this.native.bulkWrite(updates, { ordered: false });
  }

  async list({ limit, ...query }: ListExecutions): Promise<ExecutionSummary[]> {
    const rows = await this.rows
      .find(filterOf(query), { 'view.stages': 0, 'view.steps': 0, plan: 0, claims: 0, outbox: 0 })
      .sort({ _id: query.after === undefined ? -1 : 1 })
      .limit(limit)
      .lean<Row[]>();
    if (query.after !== undefined) rows.reverse();
    return rows.map(({ view: { id, project: of, pipelineId: pipeline, ...view } }) => ({
      id,
      project: of,
      pipelineId: pipeline,
      pipelineName: view.pipelineName,
      pipelineVersion: view.pipelineVersion,
      status: view.status,
      trigger: view.trigger,
      createdAt: view.createdAt,
      ...(view.reason === undefined ? {} : { reason: view.reason }),
      ...(view.startedAt === undefined ? {} : { startedAt: view.startedAt }),
      ...(view.finishedAt === undefined ? {} : { finishedAt: view.finishedAt }),
      ...(view.rerunOf === undefined ? {} : { rerunOf: view.rerunOf }),
    }));
  }

  async deploying({ project, environment, before, limit }: Omit<ListDeployments, 'v'>): Promise<Deploying[]> {
    const filter = {
      deploys: true as const,
      ...(project === undefined ? {} : { 'view.project': { $eq: project } }),
      ...(environment === undefined ? {} : { 'view.steps.environmentName': { $eq: environment } }),
      ...(before === undefined ? {} : { _id: { $lt: before } }),
    };
    const rows = await this.rows.find(filter, { view: 1 }).sort({ _id: -1 }).limit(limit).lean<Row[]>();
    return rows.map(({ view }) => view);
  }

  async live(after: ExecutionId | undefined, limit: number): Promise<StoredExecution[]> {
    const filter = { live: true, ...(after ? { _id: { $gt: after } } : {}) };
    return (await this.native.find(filter).sort({ _id: 1 }).limit(limit).toArray()).map(storedOf);
  }

  async undrained(limit: number): Promise<StoredExecution[]> {
    return (await this.native.find({ undrained: true, live: false }).limit(limit).toArray()).map(storedOf);
  }

  async inGroup(project: ProjectId, group: string): Promise<Member[]> {
    const filter = { live: true, 'view.project': project, 'view.group.name': group };
    const rows = await this.rows
      .find(filter, { 'view.group': 1, 'plan.concurrency': 1 })
      .sort({ _id: 1 })
      .lean<Pick<Row, '_id' | 'view' | 'plan'>[]>();
    return rows.map(({ _id, view, plan }) => ({
      id: _id as ExecutionId,
      admitted: view.group?.admitted ?? false,
      limit: plan.concurrency?.limit ?? 1,
      onFull: plan.concurrency?.onFull ?? 'queue',
    }));
  }

  async load(project: ProjectId): Promise<{ queued: number; running: number }> {
    const [queued, running] = await Promise.all(
      (['pending', 'running'] as const).map(status =>
        // Along one index, which counts without reading them.
        this.native.countDocuments({ 'view.project': project, 'view.status': status }),
      ),
    );
    return { queued: queued ?? 0, running: running ?? 0 };
  }

  async standings(ids: ExecutionId[]): Promise<Map<ExecutionId, Standing>> {
    const wanted = { 'view.status': 1, 'view.finishedAt': 1, 'view.project': 1, 'view.pipelineName': 1 };
    const rows = await this.rows.find({ _id: { $in: ids } }, wanted).lean<{ _id: ExecutionId; view: Standing }[]>();
    return new Map(rows.map(({ _id, view }) => [_id, view]));
  }
}

const claimOf = (attemptId: string, claim: Claim) => ({ attemptId, claim });

const claimsOf = (claims: Execution['claims']) =>
  Object.entries(claims).map(([attemptId, claim]) => claimOf(attemptId, claim));

const rowOf = ({ execution, outbox, traceparent }: StoredExecution): Row => ({
  _id: execution.view.id,
  rev: execution.view.rev,
  live: !isFinal(execution.view.status),
  undrained: outbox.length > 0,
  ...(deploys(execution.view) ? { deploys: true } : {}),
  view: execution.view,
  plan: execution.plan,
  claims: claimsOf(execution.claims),
  outbox,
  ...(traceparent ? { traceparent } : {}),
});

const storedOf = (row: Row): StoredExecution => ({
  execution: {
    view: row.view,
    plan: row.plan,
    claims: Object.fromEntries(row.claims.map(({ attemptId, claim }) => [attemptId, claim])),
  },
  outbox: row.outbox,
  ...(row.traceparent ? { traceparent: row.traceparent } : {}),
});
