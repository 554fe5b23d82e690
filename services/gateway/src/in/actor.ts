import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HttpFault } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import { owner } from './access.guard.js';

const longest = 200;

/**
 * Who acts, as executions show it: what the header `Yard-Actor` says, percent-encoded where it is not plain ASCII, else
 * the owner of the token. It is a name for people to read, and no proof.
 */
export const Actor = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['yard-actor'];
  return header === undefined ? owner : actorIn([header].flat().join(' '));
});

export const actorIn = (header: string): string => {
  const name = decoded(header).trim();
  if (name.length > 0 && name.length <= longest && !/\p{Cc}/u.test(name)) return name;
  throw new HttpFault(400, 'validation', {
    code: 'bad-actor',
    message: `Yard-Actor must be a name of 1 to ${longest} characters, and has ${name.length}`,
    suggestions: ['leave it out to act as the owner of the token'],
  });
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
