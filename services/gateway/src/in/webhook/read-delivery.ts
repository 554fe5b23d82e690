import { randomUUID } from 'node:crypto';
import { type DeliverEvent, mostPayloadBytes, type WebhookEvent } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { lengthOfWholeCharacters } from '@switchyard/kernel';
import { fromGithub } from './github.js';
import { fromGitlab } from './gitlab.js';
import { Json } from './json.js';
import { fromAnybody } from './plain.js';
import type { Said } from './shared.js';

/** One request to a webhook. */
export interface WebhookRequest {
  headers: Record<string, string | string[] | undefined>;
  /** As it was parsed: JSON, or a form with JSON in its field `payload`. */
  body: unknown;
  raw: Uint8Array;
}

/** What a webhook takes at once; what is kept of it is less. */
export const mostBodyBytes = 1_048_576;

/** @throws HttpFault when it is too large, or nothing that a webhook understands. */
export const readDelivery = (request: WebhookRequest): Omit<DeliverEvent, 'v' | 'pipelineId'> => {
  const { headers, raw } = request;
  if (raw.length > mostBodyBytes)
    throw new HttpFault(413, 'validation', {
      code: 'too-large',
      message: `the body has ${raw.length} bytes, and ${mostBodyBytes} is the most`,
      suggestions: ['send what the steps need, and let them fetch the rest'],
    });
  const { value, text } = payloadIn(request);
  const event = eventOf(said(headers, new Json(value)));
  const whole = Buffer.from(text);
  const cut = whole.subarray(0, mostPayloadBytes);
  const payload = cut.subarray(0, lengthOfWholeCharacters(cut)).toString();
  return { deliveryId: numberIn(headers) ?? randomUUID(), event, payload, payloadBytes: whole.length };
};

/** The first of these headers that is there. */
export const headerIn = (headers: WebhookRequest['headers'], ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = [headers[name]].flat()[0]?.trim();
    if (value) return value;
  }
  return undefined;
};

const said = (headers: WebhookRequest['headers'], body: Json): Said => {
  const own = headerIn(headers, 'x-yard-event')?.slice(0, 200);
  const github = headerIn(headers, 'x-github-event', 'x-gitea-event', 'x-forgejo-event')?.slice(0, 200);
  const gitlab = headerIn(headers, 'x-gitlab-event')?.slice(0, 200);
  if (own === undefined && github !== undefined) return fromGithub(github, body);
  if (own === undefined && gitlab !== undefined) return fromGitlab(gitlab, body);
  return fromAnybody(own, body);
};

const eventOf = ({ kind, event, actor = 'webhook', ...rest }: Said): WebhookEvent => {
  const present = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { kind, event, actor, ...Object.fromEntries(present) };
};

/** Its JSON, and the same as text; no body at all is an empty object. */
const payloadIn = ({ headers, body, raw }: WebhookRequest): { value: unknown; text: string } => {
  const type = headerIn(headers, 'content-type') ?? '';
  if (raw.length === 0 && (body === undefined || body === null)) return { value: {}, text: '' };
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) return { value: body, text: Buffer.from(raw).toString() };
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw notWanted(type);
  const text = (body as Record<string, unknown>)['payload'];
  if (typeof text !== 'string') throw notJson();
  try {
    return { value: JSON.parse(text), text };
  } catch {
    throw notJson();
  }
};

const notWanted = (type: string) =>
  new HttpFault(415, 'validation', {
    code: 'bad-content-type',
    message: `a webhook does not read ${type || 'a body without a content-type'}`,
    suggestions: ['send application/json'],
  });

const notJson = () =>
  new HttpFault(400, 'validation', {
    code: 'bad-request',
    message: 'the body is not JSON',
    suggestions: ['send application/json, or a form whose field payload holds JSON'],
  });

/** The sender's own number of what it sends. @throws HttpFault `bad-delivery-id` */
export const numberIn = (headers: WebhookRequest['headers']): string | undefined => {
  const id = headerIn(
    headers,
    'x-yard-delivery',
    'x-github-delivery',
    'x-gitea-delivery',
    'x-gitlab-event-uuid',
    'idempotency-key',
  );
  if (id === undefined || /^[\x21-\x7e]{1,200}$/.test(id)) return id;
  throw new HttpFault(400, 'validation', {
    code: 'bad-delivery-id',
    message: 'the id of a delivery must be 1 to 200 visible ASCII characters',
    suggestions: ['use a UUID, new for each event, and the same one only to repeat a delivery'],
  });
};
