import { createHash } from 'node:crypto';
import { canonical } from '@switchyard/kernel';
import { redact } from '../../domain/audit/redact.js';
import { type AuditEntry, type AuditRecord, columnsOf, type KeptRecord, type Link } from '../../domain/audit/record.js';

/** Stands before the first record. */
export const start: Link = { seq: 0, hash: '0'.repeat(64) };

/** Of one side of a change, as text; what is larger is kept by its hash alone. */
const mostText = 65_536;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** An entry as it may be written: without secrets, and of bounded size. */
export const clean = (entry: AuditEntry): AuditEntry => {
  const { action, by, on, from, project } = entry;
  const facts = {
    action,
    by,
    on,
    ...(from === undefined ? {} : { from }),
    ...(project === undefined ? {} : { project }),
  };
  return {
    ...(redact(facts) as AuditEntry),
    ...side('before', entry.before),
    ...side('after', entry.after),
  };
};

const side = (name: 'before' | 'after', value: unknown): object => {
  if (value === undefined) return {};
  const kept = redact(value);
  const text = canonical(kept);
  return { [name]: text.length > mostText ? { tooLarge: text.length, sha256: sha256(text) } : kept };
};

/** The entry as the record behind `last`. @param entry cleaned. @param at ISO 8601. */
export const seal = (entry: AuditEntry, at: string, last: Link): KeptRecord => {
  const record: AuditRecord = { v: 1, seq: last.seq + 1, at, previous: last.hash, ...entry };
  const text = canonical(record);
  return { seq: record.seq, hash: sha256(text), text, columns: columnsOf(record) };
};

export type BreakReason = 'missing' | 'changed' | 'moved' | 'unlinked' | 'columns-changed' | 'end-missing';

/** The first record that is not as it was written. */
export interface Break {
  seq: number;
  reason: BreakReason;
  message: string;
}

/** What is wrong with a record that should come directly behind `last`; undefined when nothing is. */
export const breakAt = (kept: KeptRecord, last: Link): Break | undefined => {
  const seq = last.seq + 1;
  const broken = (reason: BreakReason, message: string): Break => ({ seq, reason, message });
  if (kept.seq !== seq) return broken('missing', `record ${seq} is missing; the next one there is ${kept.seq}`);
  if (sha256(kept.text) !== kept.hash)
    return broken('changed', `record ${seq} was changed: its hash is not that of its text`);
  const record = read(kept.text);
  if (!record || canonical(record) !== kept.text) return broken('changed', `record ${seq} is no record`);
  if (record.seq !== seq)
    return broken('moved', `record ${seq} was put there: it says that it is record ${record.seq}`);
  if (record.previous !== last.hash)
    return broken('unlinked', `record ${seq} does not follow record ${last.seq}: it names another hash before it`);
  if (canonical(columnsOf(record)) !== canonical(kept.columns))
    return broken('columns-changed', `record ${seq} is listed under other words than it says`);
  return undefined;
};

/** @param mark the highest number that was ever given. */
export const breakAtEnd = (last: Link, mark: number): Break | undefined =>
  last.seq >= mark
    ? undefined
    : {
        seq: last.seq + 1,
        reason: 'end-missing',
        message: `record ${last.seq + 1} is missing: ${mark} were written, and the last one there is ${last.seq}`,
      };

/** The record of a text, where it is one. */
export const read = (text: string): AuditRecord | undefined => {
  try {
    const record = JSON.parse(text) as AuditRecord;
    return record.v === 1 && typeof record.by.id === 'string' && typeof record.on.id === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
};
