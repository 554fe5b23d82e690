import { Fault } from '@switchyard/kernel';
import { Sender } from '../../app/notify/ports.js';
import { lineOf, type Notification } from '../../domain/notify/notification.js';
import type { NotifyTarget } from '../../domain/notify/target.js';
import type { Links } from './links.js';
import type { PinnedPost } from './pinned-post.js';

type Slack = Extract<NotifyTarget, { kind: 'slack' }>;

/** Tells a channel through an incoming webhook of Slack (api.slack.com, Sending messages using incoming webhooks). */
export class SlackSender extends Sender<'slack'> {
  constructor(
    private readonly http: PinnedPost,
    private readonly links: Links,
  ) {
    super();
  }

  async send({ facts, target }: Notification & { target: Slack }, address: string | undefined): Promise<void> {
    const url = address?.trim() ?? '';
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw noAddress(target.secret);
    const { reason } = facts;
    const link = this.links.of(facts);
    const words = [
      escaped(target.message ?? lineOf(facts)),
      ...(reason === undefined ? [] : [escaped(reason)]),
      ...(link === undefined ? [] : [`<${link}>`]),
    ];
    const channel = target.channel === undefined ? {} : { channel: target.channel };
    await this.http.send({ url, headers: {}, body: JSON.stringify({ text: words.join('\n'), ...channel }) });
  }
}

/** Names of branches must not call channels together (api.slack.com, Formatting text: escaping). */
const escaped = (text: string): string =>
  text.slice(0, 2_000).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const noAddress = (secret: string) =>
  new Fault({
    code: 'no-slack-address',
    message: `secret ${secret} does not hold the address of an incoming webhook`,
    blame: 'user',
    retry: false,
    suggestions: ['yard secrets set slack takes the address that Slack shows'],
  });
