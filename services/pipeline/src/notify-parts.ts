import type { Bus } from '@switchyard/bus';
import { type Clock, reasonOf } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { loggerOf } from '@switchyard/telemetry';
import { KeptNotifyTargets } from './app/kept-standing.js';
import { FollowMoments } from './app/notify/follow-moments.js';
import { KeepNotifyTargets } from './app/notify/keep-notify-targets.js';
import type { NotifySecrets, Senders } from './app/notify/ports.js';
import { SendNotifications } from './app/notify/send-notifications.js';
import { type Notifiers, type Pipelines, type Places, TriggerTrouble } from './app/ports.js';
import type { ReadModel } from './app/read-model.js';
import type { PipelineConfig } from './config.js';
import { aWaker, due } from './in/due.timer.js';
import { every } from './in/every.timer.js';
import { MomentConsumer } from './in/moment.consumer.js';
import { GithubSender } from './out/notify/github-sender.js';
import { Links } from './out/notify/links.js';
import { MailSender } from './out/notify/mail-sender.js';
import { MongoNotifications } from './out/notify/mongo-notifications.js';
import { MongoNotifyTargets } from './out/notify/mongo-notify-targets.js';
import { NatsMoments } from './out/notify/nats-moments.js';
import { PinnedPost } from './out/notify/pinned-post.js';
import { SlackSender } from './out/notify/slack-sender.js';
import { WebhookSender } from './out/notify/webhook-sender.js';

class LogTrouble extends TriggerTrouble {
  note(what: string, id: string, error: unknown): void {
    loggerOf('pipeline').warn({ what, id, error: reasonOf(error) }, 'notification waits for the next sweep');
  }
}

export interface NotifyNeeds {
  pipelines: Pipelines;
  models: ReadModel;
  notifiers: Notifiers;
  places: Places;
  secrets: NotifySecrets;
}

/** Everything that tells people, wired. */
export const notifyPartsOf = (
  bus: Bus,
  { connection, clock }: Pick<Store, 'connection' | 'clock'>,
  { pipelines, models, notifiers, places, secrets }: NotifyNeeds,
  config: PipelineConfig,
) => {
  const notifications = new MongoNotifications(connection);
  const targets = new KeptNotifyTargets(new MongoNotifyTargets(connection), clock);
  const trouble = new LogTrouble();
  const soon = aWaker();
  const ports = { notifications, secrets, senders: sendersOf(config, clock) };
  const sending = new SendNotifications(ports, trouble, clock, { retryMs: config.NOTIFY_RETRY_MS, soon }, Math.random);
  const moments = new NatsMoments(bus);
  return {
    sending,
    soon,
    following: new FollowMoments(
      { pipelines, notifiers, targets, notifications, moments, places },
      models,
      sending,
      clock,
    ),
    keeping: new KeepNotifyTargets(targets, notifications, clock),
  };
};
export type NotifyParts = ReturnType<typeof notifyPartsOf>;

const sendersOf = (config: PipelineConfig, clock: Store['clock']): Senders => {
  const links = new Links(config.PUBLIC_URL);
  const toPeople = new PinnedPost(config.NOTIFY_PRIVATE_ADDRESSES);
  // Whoever runs the platform has named this one.
  const toGithub = new PinnedPost(true);
  return {
    webhook: new WebhookSender(toPeople, links, clock),
    slack: new SlackSender(toPeople, links),
    email: new MailSender({ url: config.SMTP_URL, from: config.MAIL_FROM }, links),
    github: new GithubSender(toGithub, links, { api: config.NOTIFY_GITHUB_API_URL, token: config.NOTIFY_GITHUB_TOKEN }),
  };
};

/** Starts to hear of moments, and to tell. */
export const startNotifying = (
  bus: Bus,
  clock: Clock,
  { sending, soon, following }: NotifyParts,
  { SWEEP_MS, SCHEDULE_MS }: Pick<PipelineConfig, 'SWEEP_MS' | 'SCHEDULE_MS'>,
): { stop(): Promise<void> } => {
  const stop = new AbortController();
  const consumer = new MomentConsumer(bus, following);
  const timers = [
    every(SWEEP_MS, 'look for starts and ends', () => following.sweep(), stop.signal),
    due(
      { everyMs: SCHEDULE_MS, clock },
      { what: 'send notifications', work: () => sending.sweep(), waker: soon },
      stop.signal,
    ),
  ];
  return {
    stop: async () => {
      stop.abort();
      await Promise.all([consumer.stop(), ...timers]);
      await sending.idle();
    },
  };
};
