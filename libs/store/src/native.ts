import type { Model, mongo } from 'mongoose';
import { isDuplicateKey } from './open-store.js';

/**
 * The driver's own collection behind a model: for what is written on the hot path, and looked for again and again: its
 * shape is right by construction, and casting it again would cost more than the rest.
 */
export const nativeOf = <Row extends object>(model: Model<Row>): mongo.Collection<Row> =>
  model.collection as unknown as mongo.Collection<Row>;

/** Whether there is any row like that. */
export const isAny = async <Row extends object>(model: Model<Row>, like: mongo.Filter<Row>): Promise<boolean> =>
  (await nativeOf(model).findOne(like, { projection: { _id: 1 } })) !== null;

/** Inserts rows through the driver; those that are there already are left alone. */
export const insertMissing = async <Row extends object>(
  collection: mongo.Collection<Row>,
  rows: mongo.OptionalUnlessRequiredId<Row>[],
): Promise<void> => {
  await collection.insertMany(rows, { ordered: false }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
};
