import type { ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { inTime, isDuplicateKey, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { Projects } from '../app/access/ports.js';
import type { Role } from '../domain/access/permissions.js';
import type { Member, Project } from '../domain/access/project.js';

type Row = Omit<Project, 'id' | 'members' | 'deleted'> & {
  _id: ProjectId;
  members: Member[];
  deletedAt: Date | null;
  deletedBy?: string;
};

/** Every request of a user waits for it. */
const patienceMs: Millis = 2_500;

const text = { type: String, required: true } as const;
const member = new Schema<Member>({ user: text, role: text, addedAt: text, addedBy: text }, { _id: false });
const schema = new Schema<Row>(
  {
    _id: text,
    name: text,
    createdAt: text,
    createdBy: text,
    members: { type: [member], required: true },
    rev: { type: Number, required: true },
    deletedAt: { type: Date, default: null },
    deletedBy: { type: String },
  },
  { collection: 'projects', versionKey: false },
)
  .index({ 'members.user': 1 })
  .index({ deletedAt: 1, _id: 1 });

/** A project is one document with its members, so that who is its last owner is decided in one compare-and-set. */
export class MongoProjects extends Projects {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('Project', schema);
  }

  async add(project: Project): Promise<boolean> {
    try {
      await inTime(patienceMs, this.rows.create(rowOf(project)));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async find(id: ProjectId): Promise<Project | undefined> {
    const row = await inTime(patienceMs, this.rows.findById(id).lean<Row>().exec());
    return row ? projectOf(row) : undefined;
  }

  async list({ after, limit, among }: { after?: ProjectId; limit: number; among?: ProjectId[] }): Promise<Project[]> {
    const ids = { ...(after === undefined ? {} : { $gt: after }), ...(among === undefined ? {} : { $in: among }) };
    const filter = { deletedAt: null, ...(Object.keys(ids).length > 0 ? { _id: ids } : {}) };
    const rows = this.rows.find(filter).sort({ _id: 1 }).limit(limit).lean<Row[]>();
    return (await inTime(patienceMs, rows.exec())).map(projectOf);
  }

  async replace(project: Project): Promise<boolean> {
    const { _id, ...row } = rowOf(project);
    const change = this.rows.updateOne({ _id, rev: project.rev - 1, deletedAt: null }, { $set: row });
    return (await inTime(patienceMs, change.exec())).matchedCount > 0;
  }

  async rolesOf(userId: string): Promise<Map<ProjectId, Role>> {
    const found = this.rows.find({ 'members.user': userId, deletedAt: null }).lean<Row[]>();
    const roles = new Map<ProjectId, Role>();
    for (const { _id, members } of await inTime(patienceMs, found.exec())) {
      const role = members.find(({ user }) => user === userId)?.role;
      if (role) roles.set(_id, role);
    }
    return roles;
  }
}

const rowOf = ({ id, members, deleted, ...facts }: Project): Row => ({
  _id: id,
  ...facts,
  members: [...members],
  deletedAt: deleted ? new Date(deleted.at) : null,
  ...(deleted ? { deletedBy: deleted.actor } : {}),
});

const projectOf = ({ _id, deletedAt, deletedBy, ...facts }: Row): Project => ({
  id: _id,
  ...facts,
  ...(deletedAt ? { deleted: { actor: deletedBy ?? '', at: deletedAt.toISOString() } } : {}),
});
