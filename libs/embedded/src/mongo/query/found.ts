import { nextTurn } from '@switchyard/kernel';
import { type Collection } from '../catalog/collection.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { compileRawMatcher, type RawMatcher } from './asked-fields.js';
import { MAX_BATCH_BYTES, type Source, sourceOf } from './cursors.js';
import { answerOf, type Projection } from './projection.js';
import { Match, planOf, type Query, select } from './select.js';
import { Walk } from './walk.js';

/** A long walk lets others run after this many milliseconds. */
const SLICE_MS = 8;
const CHECK_EVERY = 64;

/** Matches found while the client asks for them, when their order needs no sort. */
class WalkedSource implements Source {
  done = false;
  private skipped = 0;
  private given = 0;
  private steps = 0;

  constructor(
    private readonly walk: Walk,
    private readonly query: Query,
    private readonly matches: RawMatcher | undefined,
    private readonly project: Projection | undefined,
  ) {}

  async take(count: number): Promise<Buffer[]> {
    const batch: Buffer[] = [];
    let room = MAX_BATCH_BYTES;
    let sliceEnd = performance.now() + SLICE_MS;
    while (!this.done && batch.length < count && room > 0) {
      if (++this.steps % CHECK_EVERY === 0 && performance.now() > sliceEnd) {
        this.walk.pause();
        await nextTurn();
        sliceEnd = performance.now() + SLICE_MS;
      }
      const found = this.step();
      if (!found) continue;
      batch.push(found);
      room -= found.length;
    }
    this.walk.pause();
    return batch;
  }

  /** One more stored document; undefined when it is not an answer. */
  private step(): Buffer | undefined {
    const row = this.walk.next();
    if (!row) {
      this.done = true;
      return undefined;
    }
    const match = new Match(row);
    if (this.matches && !this.matches(match)) return undefined;
    return this.counts() ? answerOf(match, this.project) : undefined;
  }

  /** Counts a match against skip and limit: whether it belongs to the answer. */
  private counts(): boolean {
    if (this.skipped < this.query.skip) {
      this.skipped += 1;
      return false;
    }
    this.given += 1;
    if (this.given === this.query.limit) this.done = true;
    return true;
  }
}

/** The answer of a find as a source of batches. */
export const foundBy = (
  keyspace: Keyspace,
  collection: Collection | undefined,
  query: Query,
  project: Projection | undefined,
): Source => {
  if (!collection) return sourceOf([]);
  const plan = planOf(collection, query);
  if (!plan.ordered) {
    const matches = select(keyspace, collection, query);
    return sourceOf(matches.map(match => answerOf(match, project)));
  }
  const matches = plan.exact ? undefined : compileRawMatcher(query.filter, query.variables);
  return new WalkedSource(new Walk(keyspace, collection, plan), query, matches, project);
};
