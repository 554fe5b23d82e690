import type { Model, mongo } from 'mongoose';
import { isDuplicateKey } from './open-store.js';

/**
 * The driver's own collection behind a model: for writes on the hot path, whose shape is right by construction,
 * casting them again would cost more than the write.
 */
export const nativeOf = <Row extends object>(model: Model<Row>): mongo.Collection<Row> =>
  model.collection as unknown as mongo.Collection<Row>;

/** Inserts rows through the driver; those that are there already are left alone. */
export const insertMissing = async <Row extends object>(
  collection: mongo.Collection<Row>,
  rows: mongo.OptionalUnlessRequiredId<Row>[],
): Promise<void> => {
  await collection.insertMany(rows, { ordered: false }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
};
