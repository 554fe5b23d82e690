import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import {
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { HttpFault } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import type { Counting } from '../../app/limits/ports.js';
import type { Principal } from '../../domain/access/principal.js';
import type { Bucket, HttpLimits } from './http-limits.js';

const spanMs = 60_000;

/** Counts for the throttler where all replicas see it. A span that is full stays so until it is over. */
class CountingStorage implements ThrottlerStorage {
  constructor(private readonly counting: Counting) {}

  async increment(key: string, ttl: number, limit: number) {
    const { count, leftMs } = await this.counting.add(key, ttl);
    const seconds = Math.max(1, Math.ceil(leftMs / 1_000));
    return { totalHits: count, timeToExpire: seconds, isBlocked: count > limit, timeToBlockExpire: seconds };
  }
}

type Asked = FastifyRequest & { principal?: Principal };

/** Whose count a request adds to; undefined: to nobody's. */
const whose: Record<Bucket, (request: Asked) => string | undefined> = {
  ip: ({ ip }) => ip,
  user: ({ principal }) => (principal?.kind === 'user' ? principal.id : undefined),
  token: ({ principal }) => (principal?.kind === 'token' ? principal.id : undefined),
  project: request => projectOf(request),
};

const slug = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** Where requests count that name no project. */
const usualProject = 'default';

/** The project a request names; else the only one its token sees. */
const projectOf = ({ params, query, body, principal }: Asked): string | undefined => {
  if (!principal) return undefined;
  for (const place of [params, query, body]) {
    const { project } = (typeof place === 'object' && place !== null ? place : {}) as { project?: unknown };
    if (typeof project === 'string' && slug.test(project)) return project;
  }
  const [only, ...others] = principal.projects.keys();
  return only !== undefined && others.length === 0 ? only : usualProject;
};

/** Refuses with 429 what comes too often. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `rate:${name}:${createHash('sha256').update(tracker).digest('base64url')}`;
  }

  protected override async handleRequest(props: ThrottlerRequest): Promise<boolean> {
    if (props.limit === 0) return true;
    const request = props.context.switchToHttp().getRequest<Asked>();
    const tracker = whose[props.throttler.name as Bucket](request);
    return tracker === undefined ? true : super.handleRequest({ ...props, getTracker: () => trackerOf(tracker) });
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { limit, totalHits, timeToBlockExpire: seconds, key }: ThrottlerLimitDetail,
  ): Promise<void> {
    const [, bucket = ''] = key.split(':');
    throw new HttpFault(429, 'validation', {
      code: 'too-many-requests',
      message: `this ${bucket} has sent ${totalHits} requests in a minute, and ${limit} is the most (LIMIT_PER_${bucket.toUpperCase()})`,
      details: { limit: { name: `requests per minute and ${bucket}`, most: limit, seen: totalHits } },
      suggestions: [`send the next one in ${seconds} seconds`, 'follow streams instead of asking again and again'],
      retryAfter: seconds,
    });
  }
}

/** Of an IPv6 network everybody has as many addresses as they like: its first 64 bits are one caller. */
const trackerOf = (tracker: string): string => (/^[0-9a-f:]*:[0-9a-f:]*$/i.test(tracker) ? prefixOf(tracker) : tracker);

const prefixOf = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':');
};

/** One guard for some of the buckets. `ip` comes before anybody is known, the others after. */
export const rateGuard = (
  buckets: readonly Bucket[],
  { perMinute }: HttpLimits,
  counting: Counting,
  reflector: Reflector,
): RateGuard => {
  const throttlers: ThrottlerOptions[] = buckets.map(name => ({ name, limit: perMinute[name], ttl: spanMs }));
  return new RateGuard({ throttlers, setHeaders: false }, new CountingStorage(counting), reflector);
};
