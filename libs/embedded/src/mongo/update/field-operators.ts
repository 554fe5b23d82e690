import { Timestamp } from 'bson';
import { MongoFailure } from '../failure.js';
import { asText, type Doc, isDoc, isNumeric } from '../values/document.js';
import { compareValues } from '../values/order.js';
import { add, multiply } from './numbers.js';
import { type Operator } from './operator.js';
import { setAt, unsetAt, valueAt } from './target.js';

const refuseNonNumeric = (doc: Doc, name: string, place: readonly string[], value: unknown): void => {
  if (value === undefined || isNumeric(value)) return;
  throw new MongoFailure(
    'TypeMismatch',
    `Cannot apply ${name} to a value of non-numeric type. {_id: ${JSON.stringify(doc['_id'])}} has the field '${place.at(-1) ?? ''}' of non-numeric type ${typeof value}`,
  );
};

const arithmetic =
  (name: string, verb: string, onMissing: (operand: unknown) => unknown, apply: typeof add): Operator =>
  (doc, place, operand) => {
    if (!isNumeric(operand))
      throw new MongoFailure(
        'TypeMismatch',
        `Cannot ${verb} with non-numeric argument: {${place.join('.')}: ${JSON.stringify(operand)}}`,
      );
    const current = valueAt(doc, place);
    refuseNonNumeric(doc, name, place, current);
    setAt(doc, place, current === undefined ? onMissing(operand) : apply(current, operand));
  };

const extreme =
  (direction: 1 | -1): Operator =>
  (doc, place, operand) => {
    const current = valueAt(doc, place);
    if (current === undefined || compareValues(operand, current) * direction > 0) setAt(doc, place, operand);
  };

const currentDate: Operator = (doc, place, operand, context) => {
  const stamp = isDoc(operand) && operand['$type'] === 'timestamp';
  const seconds = Math.floor(context.now.getTime() / 1000);
  setAt(doc, place, stamp ? new Timestamp({ t: seconds, i: 1 }) : context.now);
};

const rename: Operator = (doc, place, operand) => {
  const to = asText(operand);
  if (to === '') throw new MongoFailure('BadValue', `The 'to' field for $rename must be a string: ${place.join('.')}`);
  const value = valueAt(doc, place);
  if (value === undefined) return;
  unsetAt(doc, place);
  setAt(doc, to.split('.'), value);
};

const bitwise: Record<string, (a: number, b: number) => number> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const bit: Operator = (doc, place, operand) => {
  let value = valueAt(doc, place) ?? 0;
  if (!isDoc(operand) || typeof value !== 'number')
    throw new MongoFailure('BadValue', `Cannot apply $bit to '${place.join('.')}'`);
  for (const [name, mask] of Object.entries(operand)) {
    const apply = bitwise[name];
    if (!apply || typeof mask !== 'number')
      throw new MongoFailure('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    value = apply(value as number, mask);
  }
  setAt(doc, place, value);
};

export const fieldOperators: Record<string, Operator> = {
  $set: (doc, place, operand) => {
    setAt(doc, place, operand);
  },
  $setOnInsert: (doc, place, operand, context) => {
    if (context.isInsert) setAt(doc, place, operand);
  },
  $unset: unsetAt,
  $inc: arithmetic('$inc', 'increment', operand => operand, add),
  $mul: arithmetic('$mul', 'multiply', () => 0, multiply),
  $min: extreme(-1),
  $max: extreme(1),
  $currentDate: currentDate,
  $rename: rename,
  $bit: bit,
};
