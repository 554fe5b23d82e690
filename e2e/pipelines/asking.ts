import type { ErrorAnswer } from '@switchyard/contracts';
import type { House } from '../house.js';

export interface Told<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

/** A request with a body as JSON, or as YAML where it is text, and the whole answer. */
export type Ask = <Body = ErrorAnswer>(
  method: string,
  path: string,
  body?: object | string,
  headers?: Record<string, string>,
) => Promise<Told<Body>>;

export const asking =
  (house: House): Ask =>
  async <Body>(method: string, path: string, body?: object | string, headers: Record<string, string> = {}) => {
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json';
    const response = await house.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body, headers: response.headers };
  };

/** What is told of a request that was refused. */
export const refused = ({ status, body }: Told<ErrorAnswer>) => ({ status, error: body.error, code: body.code });

export const base = '/api/ci/pipelines';
/** An id that nothing has. */
export const nobody = '01m84ywyccwh2egkrpyg85s86c';

export const file = (name: string, command = 'true', more = '') =>
  `name: ${name}\n${more}steps:\n  - { name: one, run: '${command}' }\n`;
