import type { HookDoor } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';

const made = 'POST /api/projects/:project/webhook-token makes a new one';
const how: Record<HookDoor, string> = {
  github: 'enter the token of the project as the secret of the webhook, which signs the body as X-Hub-Signature-256',
  gitlab: 'enter the token of the project as the secret token of the webhook, which is sent as X-Gitlab-Token',
  generic: 'send to /api/webhooks/generic/<token of the project>',
};

export const notLetIn = (why: 'none-shown' | 'none-made' | 'wrong' | 'other-key', door: HookDoor): HttpFault => {
  if (why === 'other-key')
    return new HttpFault(401, 'authentication', {
      code: 'webhook-key-changed',
      message: 'the key of this platform has changed since the token was made, so it cannot check signatures any more',
      suggestions: [made],
    });
  return new HttpFault(401, 'authentication', {
    code: 'wrong-webhook-token',
    // The same for a project that is not there, and for one without a token: callers without it learn nothing.
    message: "what was shown is not the project's token, or not a signature made with it",
    suggestions: [how[door], made],
  });
};

export const notSigned = (): HttpFault =>
  new HttpFault(401, 'authentication', {
    code: 'not-signed',
    message: 'the body must be signed: X-Hub-Signature-256 is not there, or is not sha256= and 64 hexadecimal digits',
    suggestions: [how.github],
  });

export const notFrom = (sender: string, header: string): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'no-event',
    message: `${sender} names the event in ${header}, and this request does not`,
    suggestions: ['what others send goes to /api/webhooks/generic/<token of the project>'],
  });

export const unknownDelivery = (id: string): HttpFault =>
  notFound('unknown-delivery', `there is no delivery ${id}`, 'GET /api/webhooks/deliveries lists them');
