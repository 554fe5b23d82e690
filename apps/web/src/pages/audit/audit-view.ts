import type { AuditRecordView, VerifyAuditAnswer } from '@switchyard/contracts';

export const sinces = [
  { value: '1h', title: 'the last hour', ms: 3_600_000 },
  { value: '24h', title: 'the last day', ms: 86_400_000 },
  { value: '7d', title: 'the last week', ms: 604_800_000 },
  { value: '30d', title: 'the last 30 days', ms: 2_592_000_000 },
] as const;

/** Whole minutes, so that looking again within one asks for the same. @returns ISO 8601; undefined for no time. */
export const sinceTime = (word: string | undefined, now: number): string | undefined => {
  const ms = sinces.find(({ value }) => value === word)?.ms;
  return ms === undefined ? undefined : new Date(Math.floor((now - ms) / 60_000) * 60_000).toISOString();
};

/** What can be chosen; there are others. */
export const knownActions = [
  'administrator.added',
  'administrator.removed',
  'cache.removed',
  'caches.removed',
  'connector.drained',
  'connector.undrained',
  'delivery.replayed',
  'execution.approved',
  'execution.cancelled',
  'execution.paused',
  'execution.rejected',
  'execution.rerun',
  'execution.resumed',
  'invitation.made',
  'member.put',
  'member.removed',
  'notification.put',
  'notification.removed',
  'password.changed',
  'pipeline.changed',
  'pipeline.created',
  'pipeline.deleted',
  'project.created',
  'project.deleted',
  'project.renamed',
  'secret.created',
  'secret.put',
  'secret.removed',
  'secrets.rotated',
  'session.opened',
  'session.refused',
  'template.changed',
  'token.created',
  'token.revoked',
  'user.changed',
  'webhook-token.made',
  'webhook-token.removed',
] as const;

/** A record may have been changed without its chain; the platform reads all of them. */
export const chainText = ({ ok, records, last, broken }: VerifyAuditAnswer): string =>
  ok
    ? `The chain is whole: ${records.toLocaleString('en')} records, the last one ${last.hash.slice(0, 12)}…`
    : `The chain is broken: ${broken?.message ?? 'a record is not as it was written'}`;

/** Chains up to this length are verified as soon as somebody looks. */
export const verifiedAtOnce = 20_000;

/** The two sides of a change as text, one line for each top-level key that differs. */
export const changesOf = ({ before, after }: Pick<AuditRecordView, 'before' | 'after'>): string => {
  const [was, is] = [membersOf(before), membersOf(after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys
    .filter(key => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .flatMap(key => [...lineOf('-', key, was[key]), ...lineOf('+', key, is[key])])
    .join('\n');
};

const membersOf = (side: unknown): Record<string, unknown> => {
  if (typeof side !== 'object' || side === null) return side === undefined ? {} : { value: side };
  return side as Record<string, unknown>;
};

const lineOf = (sign: string, key: string, value: unknown): string[] =>
  value === undefined ? [] : [`${sign} ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`];
