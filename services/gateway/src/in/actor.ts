import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HttpFault } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import { owner } from './access.guard.js';

const longest = 200;

/** What the parameter is made by: routes that have it take the header. */
export const actorFactory = (_data: unknown, context: ExecutionContext): string => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['yard-actor'];
  return header === undefined ? owner : actorIn([header].flat().join(' '));
};

/**
 * Who acts, as executions show it: what the header `Yard-Actor` says, in UTF-8 or percent-encoded, else
 * the owner of the token. It is a name for people to read, and no proof.
 */
export const Actor = createParamDecorator(actorFactory);

export const actorIn = (header: string): string => {
  const name = decoded(header).trim();
  if (name.length > 0 && name.length <= longest && !/\p{Cc}/u.test(name)) return name;
  throw new HttpFault(400, 'validation', {
    code: 'bad-actor',
    message: `Yard-Actor must be a name of 1 to ${longest} characters, and has ${name.length}`,
    suggestions: ['leave it out to act as the owner of the token'],
  });
};

/** Headers arrive as bytes, read as Latin-1 (RFC 9110, section 5.5); names are UTF-8, plain or percent-encoded. */
const decoded = (header: string): string => {
  const utf8 = Buffer.from(header, 'latin1').toString('utf8');
  const text = utf8.includes('\ufffd') ? header : utf8;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
