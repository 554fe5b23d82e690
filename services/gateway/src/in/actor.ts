import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HttpFault } from '@switchyard/http';
import { type KnownRequest, principalOf } from './access/request.js';

const longest = 200;

/** What the parameter is made by: routes that have it take the header. */
export const actorFactory = (_data: unknown, context: ExecutionContext): string =>
  actorOf(context.switchToHttp().getRequest<KnownRequest>());

/**
 * Who acts, as executions show it: the name of the user or of the token. The token of the platform acts for others, so
 * there the header `Yard-Actor` counts, in UTF-8 or percent-encoded; it is a name for people to read, and no proof.
 */
export const Actor = createParamDecorator(actorFactory);

/** @throws HttpFault 400 when the header is no name. */
export const actorOf = (request: KnownRequest): string => {
  const { kind, name } = principalOf(request);
  const header = kind === 'platform' ? request.headers['yard-actor'] : undefined;
  return header === undefined ? name : actorIn([header].flat().join(' '));
};

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
