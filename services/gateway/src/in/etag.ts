import { HttpFault } from '@switchyard/http';
import type { FastifyReply } from 'fastify';

/** The entity tag of a pipeline or a template is its version (RFC 9110, section 8.8.3). */
export const tag = (reply: FastifyReply, version: number): void => {
  void reply.header('etag', `"${version}"`);
};

/** The version that a request with `If-Match` is bound to; none with `*`, which any version fits. */
export const boundTo = (header: string | undefined): { ifVersion?: number } => {
  if (header === undefined || header.trim() === '*') return {};
  const [, version] = /^\s*"([1-9]\d{0,8})"\s*$/.exec(header) ?? [];
  if (version !== undefined) return { ifVersion: Number(version) };
  throw new HttpFault(400, 'validation', {
    code: 'bad-if-match',
    message: `If-Match must be one version in quotes, such as "3", or *, and is ${JSON.stringify(header.slice(0, 60))}`,
    suggestions: ['send the ETag of the answer that you have, as it is'],
  });
};

/** Nothing was done: it is not the version any more that the request was bound to. */
export const changedMeanwhile = (version: number): HttpFault =>
  new HttpFault(412, 'validation', {
    code: 'version-changed',
    message: version > 0 ? `its current version is ${version}, and not the one in If-Match` : 'there is no version yet',
    suggestions: ['read it again, and decide again', 'leave If-Match out to change whatever is there'],
  });
