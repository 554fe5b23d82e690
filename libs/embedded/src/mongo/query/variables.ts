import { evalExpr } from 'mingo/core';
import { type Doc, isDoc } from '../values/document.js';
import { expressionContext } from './engine.js';

const isExpression = (value: unknown): boolean =>
  isDoc(value) || Array.isArray(value) || (typeof value === 'string' && value.startsWith('$'));

/** Whether `let` holds more than plain values, so that `loadEngine` must come first. */
export const variablesNeedEngine = (given: unknown): boolean => isDoc(given) && Object.values(given).some(isExpression);

/** The values of a command's `let`, which are expressions without a document. */
export const variablesOf = (given: unknown): Doc => {
  if (!isDoc(given)) return {};
  if (!variablesNeedEngine(given)) return given;
  const options = { context: expressionContext(), scriptEnabled: false } as Parameters<typeof evalExpr>[2];
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, evalExpr({}, value, options)]));
};
