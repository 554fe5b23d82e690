import { type Catalog } from '../catalog/catalog.js';
import { type Collection, type Index } from '../catalog/collection.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { anything, select } from '../query/select.js';
import { type Documents } from './documents.js';

/** At most this many documents leave in one write job, so that others are not kept waiting. */
const BATCH = 500;

/** Removes documents whose TTL index says their time has come. */
export class Expiry {
  constructor(
    private readonly keyspace: Keyspace,
    private readonly catalog: Catalog,
    private readonly documents: Documents,
    private readonly now: () => number,
  ) {}

  async sweep(): Promise<void> {
    for (const collection of this.catalog.all())
      for (const index of collection.indexes)
        if (index.expireAfterSeconds !== undefined) await this.sweepIndex(collection, index, index.expireAfterSeconds);
  }

  private async sweepIndex(collection: Collection, index: Index, seconds: number): Promise<void> {
    const [path = ''] = Object.keys(index.key);
    const expired = { [path]: { $lte: new Date(this.now() - seconds * 1000) } };
    const query = { ...anything, filter: { ...index.partialFilterExpression, ...expired }, limit: BATCH };
    let removed = BATCH;
    while (removed === BATCH)
      removed = await this.keyspace.write(() => {
        if (this.catalog.find(collection.ns) !== collection) return 0;
        const matches = select(this.keyspace, collection, query);
        for (const match of matches) this.documents.remove(collection, match);
        return matches.length;
      });
  }
}
