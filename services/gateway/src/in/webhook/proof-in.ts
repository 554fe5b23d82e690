import type { Proof } from '../../domain/webhook-proof.js';
import { headerIn, type WebhookRequest } from './read-delivery.js';

/** What a caller shows: a signature where there is one, which proves the body too, else the token itself. */
export const proofIn = ({ headers, raw }: WebhookRequest, query: unknown): Proof | undefined => {
  const signature = /^sha256=([0-9a-f]{64})$/i.exec(headerIn(headers, 'x-hub-signature-256') ?? '')?.[1];
  if (signature !== undefined) return { kind: 'signature', signature: signature.toLowerCase(), body: raw };
  const bearer = /^Bearer (\S+)$/i.exec(headerIn(headers, 'authorization') ?? '')?.[1];
  const token = headerIn(headers, 'x-yard-token', 'x-gitlab-token') ?? bearer ?? tokenIn(query);
  return token === undefined ? undefined : { kind: 'token', token };
};

const tokenIn = (query: unknown): string | undefined => {
  const { token } = (query ?? {}) as { token?: unknown };
  return typeof token === 'string' && token !== '' ? token : undefined;
};
