import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Fault, reasonOf } from '@switchyard/kernel';
import mongoose, { type mongo } from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;

/**
 * A line of an archive: canonical Extended JSON (github.com/mongodb/specifications, extended-json), so that every BSON
 * type comes back as it was.
 */
export type ArchiveLine =
  | { kind: 'archive'; version: 1; database: string; at: string }
  | { kind: 'collection'; name: string; indexes: mongo.Document[] }
  | { kind: 'document'; collection: string; document: mongo.Document }
  | { kind: 'end'; documents: number };

/** Writes lines to `file`, which is there only when all of it is. */
export const writeArchive = async (file: string, lines: AsyncIterable<ArchiveLine>): Promise<void> => {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'wx', 0o600).catch((cause: unknown) => {
    throw fileFault(`${fresh} cannot be made: ${reasonOf(cause)}`, cause);
  });
  try {
    for await (const line of lines) await handle.write(`${EJSON.stringify(line, { relaxed: false })}\n`);
    await handle.sync();
    await handle.close();
    await rename(fresh, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(fresh, { force: true });
    throw error;
  }
};

/** @throws Fault `bad-archive` with the line that is wrong, also when the end is missing. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveLine> {
  let number = 0;
  let last: ArchiveLine | undefined;
  const input = createReadStream(file, 'utf8');
  const failed = new Promise<never>((_, reject) => {
    input.once('error', cause => reject(fileFault(`${file} cannot be read: ${reasonOf(cause)}`, cause)));
  });
  failed.catch(() => undefined);
  for await (const text of createInterface({ input })) {
    number += 1;
    last = parsed(text, file, number);
    if (number === 1 && last.kind !== 'archive') throw badArchive(file, number, 'it is no archive of Switchyard');
    yield last;
  }
  if (input.errored) await failed;
  if (last?.kind !== 'end') throw badArchive(file, number, 'its end is missing: the copy is not whole');
}

const kinds: readonly string[] = ['archive', 'collection', 'document', 'end'];

const parsed = (text: string, file: string, number: number): ArchiveLine => {
  try {
    const line = EJSON.parse(text, { relaxed: false }) as ArchiveLine;
    if (kinds.includes(line.kind)) return line;
  } catch {
    // Told below.
  }
  throw badArchive(file, number, 'it cannot be read');
};

const badArchive = (file: string, line: number, why: string): Fault =>
  new Fault({ code: 'bad-archive', message: `${file}, line ${line}: ${why}`, blame: 'user', retry: false });

const fileFault = (message: string, cause: unknown): Fault =>
  new Fault({ code: 'archive-file', message, blame: 'user', retry: false, cause });
