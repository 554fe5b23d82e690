import { MongoFailure } from '../failure.js';
import { type Query } from '../query/select.js';
import { asDoc, asNumber, type Doc, isDoc } from '../values/document.js';
import { variablesOf } from '../query/variables.js';
import { sortFields } from '../values/path.js';

const count = (value: unknown, name: string): number => {
  if (value === undefined || value === null) return 0;
  const number = asNumber(value);
  if (!Number.isInteger(number)) throw new MongoFailure('TypeMismatch', `the ${name} field must be a whole number`);
  if (number < 0 && name === 'skip')
    throw new MongoFailure('BadValue', `Skip value must be non-negative, but received: ${number}`);
  return Math.abs(number);
};

const filterOf = (value: unknown): Doc => {
  if (value === undefined || value === null || isDoc(value)) return asDoc(value);
  throw new MongoFailure('TypeMismatch', `the filter must be an object, not ${typeof value}`);
};

/** The parts of a command that say what to look for. Commands name the filter differently. */
export const queryOf = (command: Doc, filter: unknown): Query => ({
  filter: filterOf(filter),
  sort: sortFields(command['sort']),
  skip: count(command['skip'], 'skip'),
  limit: count(command['limit'], 'limit'),
  hint: command['hint'],
  variables: variablesOf(command['let']),
});
