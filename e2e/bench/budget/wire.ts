/** Commands that change what is stored. */
const writes = new Set(['insert', 'update', 'delete', 'findAndModify', 'bulkWrite']);
const chatter = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions', 'buildInfo', 'saslStart']);

export const isWrite = (command: string): boolean => writes.has(command.split(' ')[0] ?? '');
/** What a driver asks for itself. */
export const isChatter = (command: string): boolean => chatter.has(command.split(' ')[0] ?? '');

const headerBytes = 16;
const opMessage = 2013;
/** The flags of an OP_MSG, its kind of section, the length of the document, and the type of its first element. */
const nameAt = headerBytes + 4 + 1 + 4 + 1;
const string = 2;

/** `update executions`: the first element of a command names it, and mostly its collection. Undefined for what is no OP_MSG. */
export const commandOf = (frame: Buffer): string | undefined => {
  if (frame.readInt32LE(12) !== opMessage || frame[headerBytes + 4] !== 0) return undefined;
  const end = frame.indexOf(0, nameAt);
  const name = frame.toString('utf8', nameAt, end);
  if (frame[nameAt - 1] !== string) return name;
  const length = frame.readInt32LE(end + 1);
  return `${name} ${frame.toString('utf8', end + 5, end + 4 + length)}`;
};

/** Cuts a stream of bytes into frames of MongoDB's wire protocol. */
export const framesOf = (take: (frame: Buffer) => void): ((bytes: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  return bytes => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const size = Math.max(headerBytes, rest.readInt32LE(0));
      take(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  };
};
