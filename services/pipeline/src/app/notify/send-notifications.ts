import { type Clock, Fault, isoTime, type Millis, reasonOf, type Waker } from '@switchyard/kernel';
import { afterFailure, type Notification } from '../../domain/notify/notification.js';
import type { TriggerTrouble } from '../trigger-ports.js';
import type { Notifications, NotifySecrets, Sender, Senders } from './ports.js';

/** Longer than any sender waits: after that, a try whose process died is made again. */
const takenMs: Millis = 60_000;
const atOnce = 16;
const page = 200;

export interface SendPorts {
  notifications: Notifications;
  secrets: NotifySecrets;
  senders: Senders;
}

/** When those that were not told are tried again. */
export interface Waiting {
  /** Before the second try. */
  retryMs: Millis;
  /** Rung when there may be one that is due sooner than all others. */
  soon: Waker;
}

/** Tells each target until it is told, or nothing more can be done. */
export class SendNotifications {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly ports: SendPorts,
    private readonly trouble: TriggerTrouble,
    private readonly clock: Clock,
    private readonly waiting: Waiting,
    private readonly chance: () => number,
  ) {}

  /** In the background; twice is harmless. */
  begin({ id }: Pick<Notification, 'id'>): void {
    if (this.underWay.has(id)) return;
    const done = this.tell(id)
      .catch((error: unknown) => {
        this.trouble.note('notification not settled yet', id, error);
        this.waiting.soon.ring();
      })
      .finally(() => this.underWay.delete(id));
    this.underWay.set(id, done);
  }

  /**
   * Tells those that are due, also those that processes left behind which are gone.
   * @returns when the next is due, as far as the store knows
   */
  async sweep(): Promise<Millis | undefined> {
    const { notifications } = this.ports;
    const next = await notifications.next();
    if (next === undefined || next > this.clock.now()) return next;
    for (const notification of await notifications.due(this.clock.now(), page)) {
      if (this.underWay.size >= atOnce) await Promise.race(this.underWay.values());
      this.begin(notification);
    }
    return notifications.next();
  }

  async idle(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async tell(id: string): Promise<void> {
    const { notifications } = this.ports;
    const now = this.clock.now();
    const taken = await notifications.take(id, now, now + takenMs);
    if (!taken) return;
    const outcome = await this.send(taken).then(
      () => ({ state: 'sent' as const, sentAt: isoTime(this.clock.now()) }),
      (error: unknown) => this.failed(taken, error),
    );
    await notifications.settle(taken, outcome);
    if (outcome.state === 'waiting') this.waiting.soon.ring();
  }

  private failed(taken: Notification, error: unknown) {
    const failure = { reason: reasonOf(error).slice(0, 1_000), retry: !(error instanceof Fault) || error.retry };
    return afterFailure(taken, failure, {
      now: this.clock.now(),
      initialMs: this.waiting.retryMs,
      chance: this.chance(),
    });
  }

  private async send(notification: Notification): Promise<void> {
    const { target } = notification;
    if (await this.isOvertaken(notification)) throw overtaken();
    const named = 'secret' in target ? target.secret : undefined;
    const secret = named === undefined ? undefined : await this.secretOf(notification, named);
    await (this.ports.senders[target.kind] as Sender).send(notification, secret);
  }

  /** A status of a commit is the last that was said: a late start must not hide the end. */
  private async isOvertaken({ id, facts, target }: Notification): Promise<boolean> {
    if (target.kind !== 'github' || target.as !== 'status' || facts.moment !== 'start') return false;
    const ends = (['success', 'failure'] as const).map(moment => id.replace(':start:', `:${moment}:`));
    return this.ports.notifications.has(ends);
  }

  private async secretOf({ facts }: Notification, name: string): Promise<string> {
    const { project, pipelineId } = facts;
    const secret = await this.ports.secrets.read(project, pipelineId, name);
    if (secret !== undefined) return secret;
    throw new Fault({
      code: 'no-secret',
      message: `project ${project} has no secret ${name} that can be read`,
      blame: 'user',
      retry: false,
    });
  }
}

const overtaken = () =>
  new Fault({ code: 'overtaken', message: 'the execution has ended since', blame: 'user', retry: false });
