import { onDemand } from 'bson';
import { ARRAY, DOCUMENT, encode, wrapped } from '../wire/bson.js';
import { type PlainSet } from './update.js';

/** What changes below a document or a list, by name or position. */
type Changes = Map<string, Changes | { value: unknown }>;

/** Type, where its name begins, how long that is, and the same of its value. */
type Element = readonly [type: number, nameAt: number, nameLength: number, at: number, length: number];

/** Where the bytes of a holder change: these, in place of those from `start` to `end`. */
interface Edit {
  start: number;
  end: number;
  bytes: readonly Buffer[];
}

/**
 * A stored document with other values at these places; all other bytes stay as they are, and are not looked into.
 * Undefined where it takes more than that, as where the way to a place is not there: the update is applied to its value.
 */
export const spliced = (raw: Buffer, sets: readonly PlainSet[]): Buffer | undefined => {
  const changes = changesOf(sets);
  // Nobody may change an id, and who tries is told so elsewhere.
  const chunks = changes && !changes.has('_id') ? chunksOf(raw, DOCUMENT, changes) : undefined;
  return chunks && wrapped(chunks);
};

const changesOf = (sets: readonly PlainSet[]): Changes | undefined => {
  const top: Changes = new Map();
  for (const { path, value } of sets) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let holder = top;
    for (const part of parts) {
      const next = holder.get(part) ?? new Map();
      if (!(next instanceof Map)) return undefined;
      holder.set(part, next);
      holder = next;
    }
    holder.set(last, { value });
  }
  return top;
};

/** What is between the size of a document and the zero at its end. */
const chunksOf = (raw: Buffer, type: number, changes: Changes): Buffer[] | undefined => {
  const elements = [...onDemand.parseToElements(raw)] as unknown as Element[];
  const end = raw.length - 1;
  const edits: Edit[] = [];
  let added = 0;
  for (const [part, change] of changes) {
    const index = type === ARRAY ? positionOf(part) : indexOf(raw, elements, part);
    const found = elements[index];
    const isNext = type === ARRAY ? index === elements.length + added : index < 0;
    const edit = found ? editOf(raw, found, part, change) : isNext ? additionOf(end, part, change) : undefined;
    if (!edit) return undefined;
    if (!found) added += 1;
    edits.push(edit);
  }
  return edited(raw, edits, end);
};

/** Of several elements of one name the last counts, as for who decodes it. */
const indexOf = (raw: Buffer, elements: readonly Element[], name: string): number =>
  elements.findLastIndex(([, at, length]) => raw.toString('utf8', at, at + length) === name);

const positionOf = (part: string): number => (/^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : -1);

const editOf = (
  raw: Buffer,
  element: Element,
  part: string,
  change: Changes | { value: unknown },
): Edit | undefined => {
  const [type, nameAt, nameLength, at, length] = element;
  const end = at + length;
  if (!(change instanceof Map)) {
    const bytes = elementOf(part, change.value);
    return bytes && { start: nameAt - 1, end, bytes: [bytes] };
  }
  if (type !== DOCUMENT && type !== ARRAY) return undefined;
  const chunks = chunksOf(raw.subarray(at, end), type, change);
  return chunks && { start: nameAt + nameLength + 1, end, bytes: wrappedChunks(chunks) };
};

const additionOf = (end: number, part: string, change: Changes | { value: unknown }): Edit | undefined => {
  const bytes = change instanceof Map ? undefined : elementOf(part, change.value);
  return bytes && { start: end, end, bytes: [bytes] };
};

/** A field that is undefined has no bytes. */
const elementOf = (name: string, value: unknown): Buffer | undefined =>
  value === undefined ? undefined : encode({ [name]: value }).subarray(4, -1);

/** As `wrapped`, not yet joined: that is done once, for the whole. */
const wrappedChunks = (chunks: readonly Buffer[]): Buffer[] => {
  const size = Buffer.allocUnsafe(4);
  size.writeInt32LE(chunks.reduce((sum, chunk) => sum + chunk.length, 5));
  return [size, ...chunks, Buffer.from([0])];
};

const edited = (raw: Buffer, edits: Edit[], end: number): Buffer[] => {
  const chunks: Buffer[] = [];
  let kept = 4;
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    chunks.push(raw.subarray(kept, edit.start), ...edit.bytes);
    kept = edit.end;
  }
  return [...chunks, raw.subarray(kept, end)];
};
