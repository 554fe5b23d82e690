import type { Model, mongo } from 'mongoose';

/**
 * The driver's own collection behind a model: for writes on the hot path, whose shape is right by construction,
 * casting them again would cost more than the write.
 */
export const nativeOf = <Row extends object>(model: Model<Row>): mongo.Collection<Row> =>
  model.collection as unknown as mongo.Collection<Row>;
