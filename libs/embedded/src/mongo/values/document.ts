/** A document as the store holds it in memory: what bson decodes to. */
export type Doc = Record<string, unknown>;

/** Whether a value is a nested document, not an array, date, pattern or BSON type. */
export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof RegExp) &&
  !ArrayBuffer.isView(value) &&
  (value as { _bsontype?: unknown })._bsontype === undefined;

/** Whether a document holds operators: its first key starts with a dollar sign. */
export const hasOperators = (value: unknown): value is Doc =>
  isDoc(value) && Object.keys(value)[0]?.startsWith('$') === true && !isReference(value);

const isReference = (value: Doc): boolean => '$ref' in value && '$id' in value;

export const asDoc = (value: unknown): Doc => (isDoc(value) ? value : {});
export const asDocs = (value: unknown): Doc[] => (Array.isArray(value) ? value.filter(isDoc) : []);
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The number in a BSON or JavaScript number, NaN for anything else. */
export const asNumber = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return isBsonNumber(value) ? Number(String(value)) : NaN;
};

const numberTypes = new Set(['Long', 'Int32', 'Double', 'Decimal128']);
const isBsonNumber = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && numberTypes.has((value as { _bsontype?: string })._bsontype ?? '');
export const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || isBsonNumber(value);
