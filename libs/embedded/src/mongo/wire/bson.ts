import { deserialize, onDemand, serialize } from 'bson';
import { MongoFailure } from '../failure.js';
import { type Doc, isDoc } from '../values/document.js';

/** The largest document, as in MongoDB. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const decode = (bytes: Uint8Array): Doc => deserialize(bytes, { promoteBuffers: false }) as Doc;

/** As `decode`, with the documents of one top-level array left as they came. */
export const decodeKeeping = (bytes: Uint8Array, field: string): Doc =>
  deserialize(bytes, { promoteBuffers: false, fieldsAsRaw: { [field]: true } }) as Doc;

export const encode = (doc: Doc): Buffer => asBuffer(serialize(doc, { ignoreUndefined: true }));

/** The name of the first field: the command's name. */
export const firstName = (bytes: Buffer): string => bytes.toString('latin1', 5, bytes.indexOf(0, 5));

/** A document as it is stored. Decoded for the first who asks: it may have a megabyte, and many questions need little of it. */
export class StoredDocument {
  private decoded: Doc | undefined;

  constructor(readonly raw: Buffer) {}

  get doc(): Doc {
    return (this.decoded ??= decode(this.raw));
  }
}

/** A document already in BSON, passed on to a client or to disk as it is. */
export class RawDocument {
  constructor(readonly bytes: Buffer) {}
}

/** Many documents already in BSON. */
export class RawDocuments {
  constructor(readonly list: readonly Buffer[]) {}
}

const ID_FIRST = Buffer.from('_id\0', 'latin1');

/** The same document with `_id` as its first field, which MongoDB promises; other bytes stay as they are. */
export const idFirst = (raw: Buffer): Buffer => {
  if (raw.subarray(5, 9).equals(ID_FIRST)) return raw;
  const elements = [...onDemand.parseToElements(raw)];
  const id = elements.find(([, at, length]) => length === 3 && raw.toString('latin1', at, at + 3) === '_id');
  if (!id) return raw;
  const [start, end] = [id[1] - 1, id[3] + id[4]];
  return Buffer.concat([
    raw.subarray(0, 4),
    raw.subarray(start, end),
    raw.subarray(4, start),
    raw.subarray(end, raw.length),
  ]);
};

export const refuseOversize = (bytes: Buffer, what: string): void => {
  if (bytes.length <= MAX_DOCUMENT_BYTES) return;
  throw new MongoFailure(
    'BSONObjectTooLarge',
    `${what} is too large: ${bytes.length} bytes, the limit is ${MAX_DOCUMENT_BYTES} bytes`,
  );
};

/** Types of elements, and the document that elements make. */
export const DOCUMENT = 3;
export const ARRAY = 4;
export const wrapped = (chunks: readonly Buffer[]): Buffer => {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 5);
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...chunks, Buffer.from([0])], size);
};
const element = (type: number, name: string, bytes: Buffer): Buffer[] => [
  Buffer.from(`${String.fromCharCode(type)}${name}\0`),
  bytes,
];
const plain = (doc: Doc): Buffer => encode(doc).subarray(4, -1);
const holdsRaw = (value: Doc): boolean =>
  Object.values(value).some(item => item instanceof RawDocument || item instanceof RawDocuments);

const entryBytes = (name: string, value: unknown): Buffer[] | undefined => {
  if (value instanceof RawDocument) return element(DOCUMENT, name, value.bytes);
  if (value instanceof RawDocuments)
    return element(ARRAY, name, wrapped(value.list.flatMap((raw, at) => element(DOCUMENT, String(at), raw))));
  return isDoc(value) && holdsRaw(value) ? element(DOCUMENT, name, encodeReply(value)) : undefined;
};

/** Encodes a reply, which may hold documents that are BSON already, one level deep. */
export const encodeReply = (reply: Doc): Buffer => {
  const chunks: Buffer[] = [];
  let pending: Doc = {};
  for (const [name, value] of Object.entries(reply)) {
    const bytes = entryBytes(name, value);
    if (!bytes) pending[name] = value;
    else {
      chunks.push(plain(pending), ...bytes);
      pending = {};
    }
  }
  return wrapped([...chunks, plain(pending)]);
};
