import { type Doc } from '../values/document.js';
import { decode, decodeKeeping, firstName } from './bson.js';
import { crc32c } from './crc32c.js';
import { HEADER_BYTES, MalformedFrame, opcodes } from './frame.js';

const CHECKSUM = 1;
const MORE_TO_COME = 2;
/** Flags below this bit must be understood. */
const OPTIONAL_FLAGS = 0x10000;
const CHECKSUM_BYTES = 4;

/** A command as it came. */
export interface Message {
  body: Doc;
  /** The documents of an insert, still in BSON. */
  documents?: Buffer[];
  /** Whether the client wants no answer. */
  silent: boolean;
}

/** One document starts at `at`: its bytes. */
const documentAt = (bytes: Buffer, at: number, end: number): Buffer => {
  const size = at + 4 <= end ? bytes.readInt32LE(at) : 0;
  if (size < 5 || at + size > end) throw new MalformedFrame('a document longer than its message');
  return bytes.subarray(at, at + size);
};

interface Sequence {
  name: string;
  documents: Buffer[];
  end: number;
}

const sequenceAt = (bytes: Buffer, at: number, limit: number): Sequence => {
  const size = at + 4 <= limit ? bytes.readInt32LE(at) : 0;
  const end = at + size;
  const nameEnd = bytes.indexOf(0, at + 4);
  if (size < 5 || end > limit || nameEnd < 0 || nameEnd >= end) throw new MalformedFrame('a broken document sequence');
  const documents: Buffer[] = [];
  for (let next = nameEnd + 1; next < end; next += documents.at(-1)?.length ?? end)
    documents.push(documentAt(bytes, next, end));
  return { name: bytes.toString('utf8', at + 4, nameEnd), documents, end };
};

const decodeBody = (raw: Buffer): Message => {
  if (firstName(raw) !== 'insert') return { body: decode(raw), silent: false };
  const body = decodeKeeping(raw, 'documents');
  const documents = body['documents'];
  return Array.isArray(documents)
    ? { body, documents: documents.map(item => Buffer.from(item as Uint8Array)), silent: false }
    : { body, silent: false };
};

const verify = (bytes: Buffer): number => {
  const end = bytes.length - CHECKSUM_BYTES;
  if (crc32c(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw new MalformedFrame('a wrong checksum');
  return end;
};

/** Reads an OP_MSG: flags, one body, any number of document sequences, perhaps a checksum. */
export const readMessage = (bytes: Buffer): Message => {
  if (bytes.length < HEADER_BYTES + 4 + 1 + 5) throw new MalformedFrame('an empty message');
  const flags = bytes.readUInt32LE(HEADER_BYTES);
  if ((flags & (OPTIONAL_FLAGS - 1) & ~(CHECKSUM | MORE_TO_COME)) !== 0)
    throw new MalformedFrame(`unknown required flags ${flags}`);
  const end = (flags & CHECKSUM) === 0 ? bytes.length : verify(bytes);
  let message: Message | undefined;
  const sequences: Sequence[] = [];
  for (let at = HEADER_BYTES + 4; at < end;) {
    const kind = bytes[at];
    if (kind === 0) {
      const raw = documentAt(bytes, at + 1, end);
      message = decodeBody(raw);
      at += 1 + raw.length;
    } else if (kind === 1) {
      const sequence = sequenceAt(bytes, at + 1, end);
      sequences.push(sequence);
      at = sequence.end;
    } else throw new MalformedFrame(`unknown section kind ${kind ?? 'none'}`);
  }
  if (!message) throw new MalformedFrame('a message without a body');
  return withSequences({ ...message, silent: (flags & MORE_TO_COME) !== 0 }, sequences);
};

const withSequences = (message: Message, sequences: readonly Sequence[]): Message => {
  for (const { name, documents } of sequences) {
    if (name === 'documents' && 'insert' in message.body) message.documents = documents;
    else message.body[name] = documents.map(decode);
  }
  return message;
};

let lastReply = 0;
const header = (size: number, answers: number, opcode: number, extra: number): Buffer => {
  const bytes = Buffer.alloc(HEADER_BYTES + extra);
  lastReply = (lastReply + 1) & 0x7fffffff;
  bytes.writeInt32LE(size, 0);
  bytes.writeInt32LE(lastReply, 4);
  bytes.writeInt32LE(answers, 8);
  bytes.writeInt32LE(opcode, 12);
  return bytes;
};

/** An OP_MSG with one body. */
export const writeMessage = (body: Buffer, answers: number): Buffer => {
  const size = HEADER_BYTES + 5 + body.length;
  return Buffer.concat([header(size, answers, opcodes.message, 5), body], size);
};

const AWAIT_CAPABLE = 8;

/** The old OP_REPLY with one document, for the old hello. */
export const writeOldReply = (body: Buffer, answers: number): Buffer => {
  const size = HEADER_BYTES + 20 + body.length;
  const start = header(size, answers, opcodes.reply, 20);
  start.writeInt32LE(AWAIT_CAPABLE, 16);
  start.writeInt32LE(1, 32);
  return Buffer.concat([start, body], size);
};

/** The command in an old OP_QUERY: flags, collection name, two numbers, then the document. */
export const readOldQuery = (bytes: Buffer): Message => {
  const nameEnd = bytes.indexOf(0, HEADER_BYTES + 4);
  if (nameEnd < 0) throw new MalformedFrame('a query without a collection');
  const name = bytes.toString('utf8', HEADER_BYTES + 4, nameEnd);
  const body = decode(documentAt(bytes, nameEnd + 1 + 8, bytes.length));
  return { body: { ...body, $db: name.split('.')[0] ?? 'admin' }, silent: false };
};
