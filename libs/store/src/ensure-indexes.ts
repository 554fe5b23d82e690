import { isDeepStrictEqual } from 'node:util';
import type { Connection, IndexDefinition, IndexOptions, Model } from 'mongoose';

type Wanted = [IndexDefinition, IndexOptions];
type Kept = Record<string, unknown> & { key: Record<string, unknown> };

/** Each call in flight opens a connection, which costs more than to wait for the call before. */
const lanes = 2;

/** Creates the indexes of the connection's models that are not there as their schemas want them: at most starts all are. */
export const ensureIndexes = async ({ models }: Connection): Promise<void> => {
  const left = Object.values(models);
  const work = async () => {
    for (let model = left.pop(); model; model = left.pop()) await ensureIndexesOf(model);
  };
  await Promise.all(Array.from({ length: lanes }, work));
};

const ensureIndexesOf = async (model: Model<unknown>): Promise<void> => {
  const wanted = model.schema.indexes() as Wanted[];
  if (wanted.length === 0) return;
  const kept = (await model.listIndexes().catch(noneOfNoCollection)) as Kept[];
  const missing = wanted.filter(one => !kept.some(index => isAs(index, one)));
  if (missing.length > 0) await model.createIndexes({ toCreate: missing } as object);
};

/** An index that has the same keys and other options is created all the same, so that the server says what is wrong. */
const isAs = ({ key, ...kept }: Kept, [wantedKey, { background: _background, ...options }]: Wanted): boolean =>
  isDeepStrictEqual(Object.entries(key), Object.entries(wantedKey)) &&
  Object.entries(options).every(
    ([name, value]) => name.startsWith('_') || value === undefined || isDeepStrictEqual(kept[name], value),
  );

/** MongoDB's NamespaceNotFound. */
const noneOfNoCollection = (error: unknown): Kept[] => {
  if ((error as { code?: unknown }).code === 26) return [];
  throw error;
};
