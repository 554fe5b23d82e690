import { UUID } from 'bson';
import { type Keyspace, under } from '../keyspace/keyspace.js';
import { u32 } from '../values/key.js';
import { type Doc } from '../values/document.js';
import { decode, encode } from '../wire/bson.js';
import { type Collection, databaseOf, type Index } from './collection.js';

/** Numbers below this are kept for the store's own records. */
const FIRST_COLLECTION = 16;
const CATALOG = u32(1);
const COUNTER = u32(2);

/** Which collections and indexes exist: on disk, and in memory for every request. */
export class Catalog {
  private readonly collections = new Map<string, Collection>();
  private lastId = FIRST_COLLECTION;

  constructor(private readonly keyspace: Keyspace) {
    this.reload();
  }

  /** Takes what is on disk for the truth again. */
  reload(): void {
    this.collections.clear();
    this.lastId = this.keyspace.get(COUNTER)?.readUInt32BE() ?? FIRST_COLLECTION;
    for (const { value } of this.keyspace.entries(under(CATALOG))) {
      const collection = decode(value) as unknown as Collection;
      this.collections.set(collection.ns, collection);
    }
  }

  find(ns: string): Collection | undefined {
    return this.collections.get(ns);
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  inDatabase(database: string): Collection[] {
    return this.all().filter(({ ns }) => databaseOf(ns) === database);
  }

  /** Finds a collection or makes it. Only inside a write job. */
  ensure(ns: string, options: Doc = {}): Collection {
    const known = this.collections.get(ns);
    if (known) return known;
    this.lastId += 1;
    this.keyspace.put(COUNTER, u32(this.lastId));
    const uuid = new UUID().toHexString();
    const collection: Collection = { ns, id: this.lastId, uuid, options, indexes: [], nextSlot: 1 };
    this.collections.set(ns, collection);
    this.save(collection);
    return collection;
  }

  /** Only inside a write job. */
  save(collection: Collection): void {
    this.keyspace.put(Buffer.concat([CATALOG, u32(collection.id)]), encode({ ...collection }));
  }

  /** Notes that an index now has several entries for one document. Only inside a write job. */
  markMultikey(collection: Collection, index: Index): void {
    if (index.multikey) return;
    index.multikey = true;
    this.save(collection);
  }

  /** Removes a collection with its documents and indexes. Only inside a write job. */
  drop(collection: Collection): void {
    this.keyspace.removeAll(under(u32(collection.id)));
    this.keyspace.remove(Buffer.concat([CATALOG, u32(collection.id)]));
    this.collections.delete(collection.ns);
  }

  /** Only inside a write job. */
  rename(collection: Collection, ns: string): void {
    this.collections.delete(collection.ns);
    collection.ns = ns;
    this.collections.set(ns, collection);
    this.save(collection);
  }
}
