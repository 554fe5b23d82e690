import type { ExecutionId, ExecutionStatus, ExecutionView, PipelineId, ProjectId } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import type { Delivery } from '../domain/triggers/delivery.js';
import type { Following, Schedule, TakenTick } from '../domain/triggers/standing.js';
import {
  DeliveryJournal,
  type End,
  Ends,
  FileParser,
  Followings,
  Notifiers,
  type Owner,
  Places,
  Schedules,
  TriggerTrouble,
} from './ports.js';

export const anyGlobs = { only: [], except: [] };

export const aSchedule = (cron: string, timeZone = 'UTC', branch?: string): TriggerModel => ({
  type: 'schedule',
  cron,
  timeZone,
  inputs: {},
  ...(branch === undefined ? {} : { branch }),
});

export const aFollowing = (pipeline: string, statuses: ExecutionStatus[] = ['success']): TriggerModel => ({
  type: 'pipeline',
  pipeline,
  statuses,
  branches: anyGlobs,
});

/** A pipeline of one step that these start. */
export const aModel = (name: string, triggers: TriggerModel[] = [], more: Partial<PipelineModel> = {}): PipelineModel =>
  ({
    name,
    environment: {},
    triggers,
    inputs: [],
    notifications: [],
    stages: [
      {
        id: 'main',
        name: 'main',
        parallel: false,
        environment: {},
        steps: [
          {
            id: 'one',
            name: 'one',
            connector: 'null',
            fallbacks: [],
            pool: 'default',
            needs: [],
            when: 'success',
            conditions: [],
            continueOnError: false,
            environment: {},
            outputs: [],
            secrets: {},
            services: [],
            ports: [],
            artifacts: [],
            caches: [],
            workspace: 'shared',
            config: {},
          },
        ],
      },
    ],
    ...more,
  }) as PipelineModel;

/** Files that are models already, as JSON. */
export class JsonParser extends FileParser {
  async parse(yaml: string) {
    return yaml.startsWith('{') ? { model: JSON.parse(yaml) as PipelineModel, findings: [] } : { findings: [] };
  }
}

export class SetClock extends Clock {
  constructor(public at: Millis = Date.UTC(2026, 10, 23, 12, 30)) {
    super();
  }
  now() {
    return this.at;
  }
  monotonic() {
    return this.at;
  }
}

export class MemoryJournal extends DeliveryJournal {
  readonly rows = new Map<string, Delivery>();

  async add(delivery: Delivery) {
    const earlier = this.rows.get(delivery.id);
    if (!earlier) this.rows.set(delivery.id, structuredClone(delivery));
    return earlier;
  }

  async settle(id: string, refusal: string | undefined) {
    const row = this.rows.get(id);
    if (row?.decision !== 'accepted') return;
    const { environment: _environment, inputs: _inputs, ...rest } = row;
    this.rows.set(
      id,
      refusal === undefined ? { ...rest, decision: 'started' } : { ...rest, decision: 'refused', reason: refusal },
    );
  }

  async unsettled(at: Millis, limit: number) {
    return [...this.rows.values()]
      .filter(row => row.decision === 'accepted' && Date.parse(row.at) < at)
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .slice(0, limit);
  }

  async list(pipelineId: PipelineId, before: string | undefined, limit: number) {
    const place = ({ at, id }: Delivery) => `${at}|${id}`;
    const rows = [...this.rows.values()]
      .filter(row => row.pipelineId === pipelineId && (before === undefined || place(row) < before))
      .sort((a, b) => (place(a) > place(b) ? -1 : 1));
    const deliveries = rows.slice(0, limit);
    const last = deliveries.at(-1);
    return { deliveries, ...(rows.length > limit && last ? { next: place(last) } : {}) };
  }
}

type Row = Schedule & { version: number };

export class MemorySchedules extends Schedules {
  readonly rows = new Map<string, Row>();

  async put({ id: pipelineId, project, version }: Owner, schedules: Parameters<Schedules['put']>[1]) {
    for (const schedule of schedules) {
      const row = this.rows.get(schedule.id);
      if (row) row.version = Math.max(row.version, version);
      else this.rows.set(schedule.id, { ...schedule, pipelineId, project, version });
    }
    for (const row of [...this.rows.values()])
      if (row.pipelineId === pipelineId && row.version <= version && !schedules.some(one => one.id === row.id))
        await this.remove(row.id);
  }

  async due(now: Millis, limit: number) {
    const due = [...this.rows.values()].filter(row => row.taken ?? (row.nextAt !== undefined && row.nextAt <= now));
    return due.slice(0, limit).map(({ version: _, ...row }) => structuredClone(row));
  }

  async next() {
    const rows = [...this.rows.values()];
    if (rows.some(row => row.taken)) return 0;
    const first = Math.min(...rows.map(row => row.nextAt ?? Infinity));
    return first === Infinity ? undefined : first;
  }

  async take({ id, nextAt: expected }: Schedule, tick: TakenTick, nextAt: Millis | undefined) {
    const row = this.rows.get(id);
    if (!row || row.taken || expected === undefined || row.nextAt !== expected) return false;
    const { nextAt: _, ...rest } = row;
    this.rows.set(id, { ...rest, taken: tick, ...(nextAt === undefined ? {} : { nextAt }) });
    return true;
  }

  async release(id: string, { at }: TakenTick) {
    const row = this.rows.get(id);
    if (row?.taken?.at === at) delete row.taken;
  }

  async remove(id: string) {
    if (!this.rows.get(id)?.taken) this.rows.delete(id);
  }
}

export class MemoryFollowings extends Followings {
  rows: (Following & { version: number })[] = [];

  async put({ id: pipelineId, project, version }: Owner, follows: string[], since: Millis) {
    for (const name of follows) {
      const row = this.rows.find(one => one.pipelineId === pipelineId && one.follows === name);
      if (row) row.version = Math.max(row.version, version);
      else this.rows.push({ pipelineId, project, follows: name, since, version });
    }
    this.rows = this.rows.filter(
      row => row.pipelineId !== pipelineId || row.version > version || follows.includes(row.follows),
    );
  }

  async of(project: ProjectId, name: string) {
    const found = this.rows.filter(row => row.project === project && row.follows === name);
    return found.map(({ version: _, ...row }) => row);
  }

  async any(project?: ProjectId) {
    return this.rows.some(row => project === undefined || row.project === project);
  }
}

/** Ends of executions as they were put in. */
export class MemoryEnds extends Ends {
  readonly ends: End[] = [];
  readonly executions = new Map<ExecutionId, ExecutionView>();

  async read(from: Parameters<Ends['read']>[0], limit: number) {
    const place = ({ at, execution }: End) => `${String(at).padStart(15, '0')}|${execution}`;
    const rows = this.ends
      .filter(end => ('since' in from ? end.at >= from.since : place(end) > from.after))
      .sort((a, b) => (place(a) < place(b) ? -1 : 1))
      .slice(0, limit);
    const last = rows.at(-1);
    return { ends: rows, ...(last ? { next: place(last) } : {}) };
  }

  async execution(id: ExecutionId) {
    return this.executions.get(id);
  }
}

export class MemoryPlaces extends Places {
  readonly places = new Map<string, Millis>();
  async read(name: string) {
    return this.places.get(name);
  }
  async write(name: string, at: Millis) {
    this.places.set(name, Math.max(at, this.places.get(name) ?? 0));
  }
}

export class Troubles extends TriggerTrouble {
  readonly noted: string[] = [];
  note(what: string, _id: string, error: unknown) {
    this.noted.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export class MemoryNotifiers extends Notifiers {
  readonly rows = new Map<PipelineId, ProjectId>();
  async put({ id, project }: Owner, notifies: boolean) {
    if (notifies) this.rows.set(id, project);
    else this.rows.delete(id);
  }
  async any(project?: ProjectId) {
    return [...this.rows.values()].some(one => project === undefined || one === project);
  }
}
