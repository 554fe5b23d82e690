import { MongoFailure } from '../failure.js';
import { aggregator, expressionContext } from '../query/engine.js';
import { asDocs, type Doc, isDoc } from '../values/document.js';
import { sameValue } from '../values/order.js';
import { hasOwn, overlaps } from '../values/path.js';
import { arrayOperators } from './array-operators.js';
import { fieldOperators } from './field-operators.js';
import { type Operator } from './operator.js';
import { identifierOf, placesOf, type Positions } from './places.js';

/** An update as a client states it: operators, a whole document, or a pipeline. */
export interface UpdateRequest extends Positions {
  change: unknown;
  multi: boolean;
  variables: Doc;
  now: Date;
}

const operators: Record<string, Operator> = { ...fieldOperators, ...arrayOperators };

export type UpdateKind = 'operators' | 'replacement' | 'pipeline';

export const kindOf = (change: unknown): UpdateKind => {
  if (Array.isArray(change)) return 'pipeline';
  return isDoc(change) && Object.keys(change)[0]?.startsWith('$') ? 'operators' : 'replacement';
};

/** Two operators may not touch the same place. */
const refuseConflicts = (paths: readonly string[]): void => {
  for (const [at, path] of paths.entries()) {
    const other = paths.slice(0, at).find(earlier => overlaps(earlier, path));
    if (other !== undefined)
      throw new MongoFailure(
        'ConflictingUpdateOperators',
        `Updating the path '${path}' would create a conflict at '${other.length < path.length ? other : path}'`,
      );
  }
};

const refuseBadPath = (path: string): void => {
  if (path === '' || path.split('.').includes(''))
    throw new MongoFailure(
      'FailedToParse',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  if (path.split('.').includes('__proto__'))
    throw new MongoFailure('BadValue', `The field name '__proto__' is refused`);
};

interface Step {
  operator: Operator;
  path: string;
  operand: unknown;
}

const stepsOf = (change: Doc): Step[] => {
  const steps = Object.entries(change).flatMap(([name, fields]) => {
    const operator = operators[name];
    if (!operator || !hasOwn(operators, name))
      throw new MongoFailure(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDoc(fields))
      throw new MongoFailure('FailedToParse', `Modifiers operate on fields but we found another type for ${name}`);
    return Object.entries(fields).map(([path, operand]) => ({ operator, path, operand, name }));
  });
  for (const { path } of steps) refuseBadPath(path);
  refuseConflicts(steps.flatMap(({ name, path, operand }) => (name === '$rename' ? [path, String(operand)] : [path])));
  return steps;
};

const refuseUnusedFilters = (steps: readonly Step[], arrayFilters: readonly Doc[]): void => {
  for (const filter of arrayFilters) {
    const name = identifierOf(filter);
    if (!steps.some(({ path }) => path.includes(`$[${name}]`)))
      throw new MongoFailure('FailedToParse', `The array filter for identifier '${name}' was not used in the update`);
  }
};

const applyOperators = (doc: Doc, request: UpdateRequest, isInsert: boolean): Doc => {
  const steps = stepsOf(request.change as Doc);
  refuseUnusedFilters(steps, request.arrayFilters);
  for (const { operator, path, operand } of steps)
    for (const place of placesOf(doc, path, request)) operator(doc, place, operand, { isInsert, now: request.now });
  return doc;
};

/** One place an update names in full, and what is to be there. */
export interface PlainSet {
  path: string;
  value: unknown;
}

/** The update where it only sets places it names in full; undefined where it does more. */
export const plainSets = ({ change, arrayFilters }: UpdateRequest): PlainSet[] | undefined => {
  if (kindOf(change) !== 'operators' || arrayFilters.length > 0) return undefined;
  const steps = stepsOf(change as Doc);
  const isPlain = steps.every(({ operator, path }) => operator === operators['$set'] && !path.includes('$'));
  return isPlain ? steps.map(({ path, operand: value }) => ({ path, value })) : undefined;
};

const applyReplacement = (doc: Doc, request: UpdateRequest): Doc => {
  if (request.multi)
    throw new MongoFailure('FailedToParse', 'multi update is not supported for replacement-style update');
  const { _id, ...fields } = request.change as Doc;
  const id = hasOwn(doc, '_id') ? doc['_id'] : _id;
  if (_id !== undefined && !sameValue(_id, id))
    throw immutableId(`the (immutable) field '_id' was found to have been altered to _id: ${JSON.stringify(_id)}`);
  return id === undefined ? fields : { _id: id, ...fields };
};

const applyPipeline = (doc: Doc, request: UpdateRequest): Doc => {
  const Aggregator = aggregator();
  const variables = { NOW: request.now, ...request.variables };
  const pipeline = new Aggregator(asDocs(request.change), {
    context: expressionContext(),
    variables,
    scriptEnabled: false,
  });
  const [result] = pipeline.run([doc]) as Doc[];
  const { _id, ...fields } = result ?? {};
  const id = _id ?? doc['_id'];
  return id === undefined ? fields : { _id: id, ...fields };
};

const immutableId = (what: string): MongoFailure =>
  new MongoFailure('ImmutableField', `After applying the update, ${what}`);

/** Applies an update to a document, which may be changed in place; answers the new document. */
export const applyUpdate = (doc: Doc, request: UpdateRequest, isInsert = false): Doc => {
  const id = doc['_id'];
  const kind = kindOf(request.change);
  const after =
    kind === 'operators'
      ? applyOperators(doc, request, isInsert)
      : kind === 'pipeline'
        ? applyPipeline(doc, request)
        : applyReplacement(doc, request);
  if (id !== undefined && !sameValue(after['_id'], id))
    throw new MongoFailure(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  return after;
};
