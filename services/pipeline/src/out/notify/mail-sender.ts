import { Fault, type Millis, reasonOf } from '@switchyard/kernel';
import type { Transporter } from 'nodemailer';
import { Sender } from '../../app/notify/ports.js';
import { lineOf, type Notification } from '../../domain/notify/notification.js';
import type { NotifyTarget } from '../../domain/notify/target.js';
import type { Links } from './links.js';

type Email = Extract<NotifyTarget, { kind: 'email' }>;

export interface MailAccess {
  /** `smtp://user:password@host:port`, or `smtps:`; undefined: the platform sends no mail. */
  url: string | undefined;
  from: string;
}

/** For each step of the conversation with the server. */
const timeoutMs: Millis = 10_000;

/** Tells people by mail, through one server that whoever runs the platform has chosen. */
export class MailSender extends Sender<'email'> {
  private transport: Promise<Transporter> | undefined;

  constructor(
    private readonly access: MailAccess,
    private readonly links: Links,
  ) {
    super();
  }

  async send({ id, facts, target }: Notification & { target: Email }): Promise<void> {
    const { url, from } = this.access;
    if (url === undefined) throw failed('the platform has no SMTP_URL', false);
    const transport = await (this.transport ??= transportTo(url, from));
    const { reason } = facts;
    const link = this.links.of(facts);
    const text = [lineOf(facts), ...(reason === undefined ? [] : [reason]), ...(link === undefined ? [] : [link])];
    const mail = {
      to: target.to,
      subject: target.subject ?? lineOf(facts),
      text: `${text.join('\n\n')}\n`,
      // The same in each try, so that a mail that comes twice is known by it (RFC 5322, section 3.6.4).
      messageId: `<${id.replaceAll(':', '.')}@switchyard>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
    await transport.sendMail(mail).catch((cause: unknown) => {
      throw failed(`the mail was not taken: ${reasonOf(cause)}`.slice(0, 500), mayHeal(cause), cause);
    });
  }
}

/** Loaded for the first mail: no start waits for it. */
const transportTo = async (url: string, from: string): Promise<Transporter> => {
  const { createTransport } = await import('nodemailer');
  const waits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const safe = { disableFileAccess: true, disableUrlAccess: true };
  return createTransport({ url, ...waits, ...safe }, { from });
};

/** A server that says no for good has a status of five hundred and more (RFC 5321, section 4.2.1). */
const mayHeal = (cause: unknown): boolean => {
  const { responseCode } = (cause ?? {}) as { responseCode?: unknown };
  return !(typeof responseCode === 'number' && responseCode >= 500);
};

const failed = (message: string, retry: boolean, cause?: unknown) =>
  new Fault({ code: 'mail-not-sent', message, blame: 'user', retry, cause });
