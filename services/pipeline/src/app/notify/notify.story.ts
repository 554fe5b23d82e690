import type { ExecutionId, ExecutionStatus, ExecutionView, NotifyTargetView, PipelineId } from '@switchyard/contracts';
import { Fault, type Millis, Waker } from '@switchyard/kernel';
import type { NotificationModel } from '@switchyard/pipeline-file';
import type { Moment } from '../../domain/notify/moment-in.js';
import type { Notification } from '../../domain/notify/notification.js';
import { MemoryVersions, newId, project } from '../pipelines.story.js';
import { ReadModel } from '../read-model.js';
import { aModel, JsonParser, SetClock, Troubles } from '../triggers.story.js';
import { aProcess, applied, aStore } from '../triggers-house.story.js';
import { FollowMoments, type MomentPorts } from './follow-moments.js';
import { Moments, Notifications, NotifySecrets, NotifyTargets, Sender, type Senders } from './ports.js';
import { SendNotifications } from './send-notifications.js';

export class MemoryNotifications extends Notifications {
  readonly rows = new Map<string, Notification>();
  async add(notification: Notification) {
    if (this.rows.has(notification.id)) return false;
    this.rows.set(notification.id, structuredClone(notification));
    return true;
  }
  async take(id: string, now: Millis, until: Millis) {
    const row = this.rows.get(id);
    if (row?.state !== 'waiting' || row.dueAt > now) return undefined;
    Object.assign(row, { dueAt: until, attempts: row.attempts + 1 });
    return structuredClone(row);
  }
  async settle({ id, attempts }: { id: string; attempts: number }, outcome: object) {
    const row = this.rows.get(id);
    if (row?.state === 'waiting' && row.attempts === attempts) Object.assign(row, outcome);
  }
  async due(now: Millis) {
    return [...this.rows.values()].filter(row => row.state === 'waiting' && row.dueAt <= now);
  }
  async next() {
    const waiting = [...this.rows.values()].filter(({ state }) => state === 'waiting');
    return waiting.length > 0 ? Math.min(...waiting.map(({ dueAt }) => dueAt)) : undefined;
  }
  async has(ids: string[]) {
    return ids.some(id => this.rows.has(id));
  }
  async list() {
    return { notifications: [...this.rows.values()] };
  }
}

export class MemoryTargets extends NotifyTargets {
  rows: NotifyTargetView[] = [];
  async list() {
    return this.rows;
  }
  async put(target: NotifyTargetView) {
    const before = this.rows.length;
    this.rows = [...this.rows.filter(({ name }) => name !== target.name), target];
    return this.rows.length === before;
  }
  async remove(_project: string, name: string) {
    const found = this.rows.find(one => one.name === name);
    this.rows = this.rows.filter(one => one !== found);
    return found;
  }
  async any() {
    return this.rows.length > 0;
  }
}

class MemoryMoments extends Moments {
  readonly executions = new Map<ExecutionId, ExecutionView>();
  readonly happened: Moment[] = [];
  async read(type: 'execution.started' | 'execution.finished', from: { since: Millis } | { after: string }) {
    const isStart = type === 'execution.started';
    const since = 'since' in from ? from.since : Infinity;
    return { moments: this.happened.filter(({ moment, at }) => (moment === 'start') === isStart && at >= since) };
  }
  async execution(id: ExecutionId) {
    return this.executions.get(id);
  }
}

class Secrets extends NotifySecrets {
  async read(_project: string, _pipelineId: string, name: string) {
    return name === 'missing' ? undefined : `value of ${name}`;
  }
}

/** Takes everything, or fails as it is told. */
export class Told extends Sender {
  readonly sent: { id: string; secret: string | undefined }[] = [];
  failure: Fault | undefined;
  async send({ id }: Notification, secret: string | undefined) {
    if (this.failure) throw this.failure;
    this.sent.push({ id, secret });
  }
}

export const trouble = (retry: boolean) =>
  new Fault({ code: 'x', message: 'a.example answered with 503', blame: 'user', retry });

/** One process that tells people, and a pipeline that has them told. */
export const setUp = async (told: NotificationModel[] = []) => {
  const clock = new SetClock();
  const store = {
    ...aStore(),
    notifications: new MemoryNotifications(),
    targets: new MemoryTargets(),
    moments: new MemoryMoments(),
  };
  const troubles = new Troubles();
  const soon = new Waker(60_000);
  const sender = new Told();
  const senders: Senders = { webhook: sender, slack: sender, email: sender, github: sender };
  const ports = { notifications: store.notifications, secrets: new Secrets(), senders };
  const process = (known: MomentPorts = store) => {
    const waiting = { retryMs: 1_000, soon };
    const sending = new SendNotifications(ports, troubles, clock, waiting, () => 1);
    const models = new ReadModel(new MemoryVersions(), new JsonParser());
    return { sending, following: new FollowMoments(known, models, sending, clock) };
  };
  const pipelineId: PipelineId = await applied(store, aProcess(store), aModel('web', [], { notifications: told }));
  const happens = (status: ExecutionStatus, id = newId() as string as ExecutionId): Moment => {
    const trigger = { type: 'manual', branch: 'main', actor: 'alice', at: '' } as const;
    store.moments.executions.set(id, {
      id,
      project,
      pipelineId,
      pipelineName: 'web',
      pipelineVersion: 1,
      status,
      trigger,
    } as ExecutionView);
    const moment = status === 'running' ? 'start' : status === 'success' ? 'success' : 'failure';
    const happened: Moment = { execution: id, project, moment, status, at: clock.at };
    store.moments.happened.push(happened);
    return happened;
  };
  return {
    ...process(),
    process,
    clock,
    soon,
    store,
    sender,
    happens,
    rows: () => [...store.notifications.rows.values()],
  };
};
