import { createHash } from 'node:crypto';
import type { ExecutionView, NotifyMoment } from '@switchyard/contracts';
import { type Clock, isoTime, type Millis } from '@switchyard/kernel';
import type { Moment } from '../../domain/notify/moment-in.js';
import { factsOf, type Notification } from '../../domain/notify/notification.js';
import { type NotifyTarget, targetOf } from '../../domain/notify/target.js';
import { lookPage, lookThrough, overlapMs, PassedOver, Seen } from '../look-back.js';
import type { Pipelines } from '../ports.js';
import type { ReadModel } from '../read-model.js';
import type { Notifiers, Places } from '../trigger-ports.js';
import type { Moments, Notifications, NotifyTargets } from './ports.js';
import type { SendNotifications } from './send-notifications.js';

export interface MomentPorts {
  pipelines: Pipelines;
  notifiers: Notifiers;
  targets: NotifyTargets;
  notifications: Notifications;
  moments: Moments;
  places: Places;
}

/** The place up to which moments were looked at. */
export const momentsPlace = 'moments';

/**
 * Writes down whom to tell of starts and ends: once for each execution, target and moment, whoever hears of it and however
 * often.
 */
export class FollowMoments {
  private readonly seen = new Seen<string>();
  private readonly passedOver: PassedOver;

  constructor(
    private readonly ports: MomentPorts,
    private readonly models: ReadModel,
    private readonly sending: SendNotifications,
    private readonly clock: Clock,
  ) {
    this.passedOver = new PassedOver(ports.places, momentsPlace);
  }

  async handle(moment: Moment): Promise<void> {
    const key = `${moment.execution}:${moment.moment}`;
    if (this.seen.has(key)) return;
    // Not seen then: somebody may have asked elsewhere a moment ago, and the sweep comes by once more.
    if (!(await this.concerns(moment.project))) return;
    await this.writeDown(moment);
    this.seen.add(key);
  }

  /** Whether anybody of the project may want to be told; see {@link KeptInterest}. */
  async concerns(project?: Moment['project']): Promise<boolean> {
    const { notifiers, targets } = this.ports;
    return (await notifiers.any(project)) || targets.any(project);
  }

  /** Reads what happened since the last look: a message that says so may be lost. */
  async sweep(): Promise<void> {
    const { places } = this.ports;
    const started = this.clock.now();
    if (!(await this.concerns())) return this.passedOver.until(started);
    const place = (await places.read(momentsPlace)) ?? started;
    for (const type of ['execution.started', 'execution.finished'] as const)
      await this.readAll(type, place - overlapMs);
    await places.write(momentsPlace, started);
  }

  private readAll(type: Parameters<Moments['read']>[0], since: Millis): Promise<void> {
    return lookThrough(
      since,
      async from => {
        const { moments: items, next } = await this.ports.moments.read(type, from, lookPage);
        return { items, next };
      },
      moment => this.handle(moment),
    );
  }

  private async writeDown(moment: Moment): Promise<void> {
    const execution = await this.ports.moments.execution(moment.execution);
    if (!execution) return;
    const targets = [...(await this.ofFile(execution, moment.moment)), ...(await this.ofProject(moment))];
    for (const target of targets) {
      const notification = this.notification(moment, execution, target);
      if (await this.ports.notifications.add(notification)) this.sending.begin(notification);
    }
  }

  private async ofFile(execution: ExecutionView, moment: NotifyMoment): Promise<NotifyTarget[]> {
    const { pipelineId: id, pipelineVersion } = execution;
    const version = await this.ports.pipelines.version(id, pipelineVersion);
    const model = version && (await this.models.of({ ...version, id }));
    const told = model?.notifications.filter(({ on }) => on === moment) ?? [];
    return told.flatMap(({ target, config }) => targetOf(target, config).target ?? []);
  }

  /** Of what happened before the project asked to be told, nobody is. */
  private async ofProject({ project, moment, at }: Moment): Promise<NotifyTarget[]> {
    const targets = await this.ports.targets.list(project);
    return targets
      .filter(target => target.on.includes(moment) && Date.parse(target.at) <= at)
      .flatMap(({ target, config }) => targetOf(target, config).target ?? []);
  }

  private notification({ moment, status }: Moment, execution: ExecutionView, target: NotifyTarget): Notification {
    const now = this.clock.now();
    return {
      id: `${execution.id}:${moment}:${digestOf(target)}`,
      facts: factsOf(execution, moment, status),
      target,
      state: 'waiting',
      at: isoTime(now),
      attempts: 0,
      dueAt: now,
    };
  }
}

/** The same target, from the file and from the project, is told once. */
const digestOf = (target: NotifyTarget): string => {
  const sorted = Object.entries(target).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
};
