import { metrics } from '@switchyard/telemetry';

export type Lookup = 'hit' | 'partial' | 'miss';

const lookups = metrics.counter('yard_cache_lookups_total', 'Caches and results that steps looked for', [
  'kind',
  'result',
]);
const bytes = metrics.counter('yard_cache_bytes_total', 'Bytes of caches brought back and saved', ['direction']);

export const countLookup = (kind: 'files' | 'result', result: Lookup): void => lookups.inc({ kind, result });
export const countBytes = (direction: 'restored' | 'saved', count: number): void => bytes.inc({ direction }, count);
