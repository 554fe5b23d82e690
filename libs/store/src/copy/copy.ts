import { Fault } from '@switchyard/kernel';
import mongoose, { type Connection, type mongo } from 'mongoose';
import { type ArchiveLine, readArchive, writeArchive } from './archive.js';

export interface Copied {
  collections: number;
  documents: number;
}

/** Documents of one insert at most; together they stay below one message of the protocol (48 MB). */
const mostAtOnce = 500;
const mostBytes = 8 * 1_048_576;

/** Everything of a database, collection by collection, into one file. */
export const exportTo = async (file: string, connection: Connection, now: string): Promise<Copied> => {
  const copied: Copied = { collections: 0, documents: 0 };
  await writeArchive(file, linesOf(connection, now, copied));
  return copied;
};

async function* linesOf(connection: Connection, at: string, copied: Copied): AsyncGenerator<ArchiveLine> {
  const database = connection.getClient().db(connection.name);
  yield { kind: 'archive', version: 1, database: connection.name, at };
  const all = await database.listCollections({}, { nameOnly: true }).toArray();
  for (const name of all.map(one => one.name).sort()) {
    const collection = database.collection(name);
    yield { kind: 'collection', name, indexes: await collection.indexes() };
    copied.collections += 1;
    for await (const document of collection.find({}, { promoteValues: false })) {
      copied.documents += 1;
      yield { kind: 'document', collection: name, document };
    }
  }
  yield { kind: 'end', documents: copied.documents };
}

/**
 * Puts an archive into a database that has nothing yet. The file is read to its end before anything is written.
 * @throws Fault `not-empty`, `bad-archive`
 */
export const importFrom = async (file: string, connection: Connection): Promise<Copied> => {
  const database = connection.getClient().db(connection.name);
  for await (const line of readArchive(file))
    if (line.kind === 'collection' && (await database.collection(line.name).findOne({}, { projection: { _id: 1 } })))
      throw notEmpty(connection.name, line.name);
  const copied: Copied = { collections: 0, documents: 0 };
  const batch = new Batch(database);
  for await (const line of readArchive(file)) {
    if (line.kind === 'collection') {
      await batch.flush();
      await restoreIndexes(database, line.name, line.indexes);
      copied.collections += 1;
    }
    if (line.kind === 'document') {
      await batch.add(line.collection, line.document);
      copied.documents += 1;
    }
  }
  await batch.flush();
  return copied;
};

const restoreIndexes = async (database: mongo.Db, name: string, indexes: mongo.Document[]): Promise<void> => {
  const own = indexes.filter(index => index['name'] !== '_id_');
  if (own.length === 0) return;
  await database
    .collection(name)
    .createIndexes(own.map(({ v: _v, ns: _ns, ...spec }) => spec as mongo.IndexDescription));
};

class Batch {
  private collection = '';
  private documents: mongo.Document[] = [];
  private bytes = 0;

  constructor(private readonly database: mongo.Db) {}

  async add(collection: string, document: mongo.Document): Promise<void> {
    const size = mongoose.mongo.BSON.calculateObjectSize(document);
    if (collection !== this.collection || this.documents.length >= mostAtOnce || this.bytes + size > mostBytes)
      await this.flush();
    this.collection = collection;
    this.documents.push(document);
    this.bytes += size;
  }

  async flush(): Promise<void> {
    if (this.documents.length > 0) await this.database.collection(this.collection).insertMany(this.documents);
    this.documents = [];
    this.bytes = 0;
  }
}

const notEmpty = (database: string, collection: string): Fault =>
  new Fault({
    code: 'not-empty',
    message: `the database ${database} has documents in ${collection} already`,
    blame: 'user',
    retry: false,
    suggestions: ['import into a database that is empty, or under another name with MONGODB_DATABASE'],
  });
