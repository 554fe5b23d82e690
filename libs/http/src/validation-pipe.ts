import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { keepRules } from '@switchyard/contracts';
import { HttpFault } from './http-fault.js';

/** What a caller may send at once is small; more mistakes than this are not told. */
const mostFields = 50;
/** No request has so many. */
const mostKeys = 1_000;
const documented = 'GET / names the documentation of every route';

/** The validation at the HTTP door: unknown keys and wrong types are refused, each by name. */
export const httpDoor = (): ValidationPipe => {
  keepRules();
  return new HttpDoor({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: errors => {
      const fields = errors.flatMap(error => fieldsOf(error)).slice(0, mostFields);
      return new HttpFault(400, 'validation', {
        code: 'bad-request',
        message: fields.map(({ message }) => message).join('; ') || 'the request is not valid',
        details: { fields },
        suggestions: [documented],
      });
    },
  });
};

/** A request without a body has an empty one. */
class HttpDoor extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isBody = metadata.type === 'body' && this.toValidate(metadata);
    return super.transform(isBody ? given(value ?? {}) : value, metadata) as Promise<unknown>;
  }
}

/** A field that is null is not given: what may be left out is taken for null by its rules, and by nobody behind them. */
const given = (body: unknown): object => {
  if (!hasFields(body)) throw unfit('the body must be an object', 'send JSON, with the content-type application/json');
  const fields = Object.entries(body);
  // Each of those that nobody knows would be told, and looked for among all others.
  if (fields.length > mostKeys) throw unfit(`the body has more than ${mostKeys} fields`, documented);
  return Object.fromEntries(fields.map(([name, value]) => [name, value === null ? undefined : value]));
};

/** Neither a text, nor bytes, nor a list. */
export const hasFields = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

const unfit = (message: string, suggestion: string): HttpFault =>
  new HttpFault(400, 'validation', { code: 'bad-request', message, suggestions: [suggestion] });

const fieldsOf = (
  { property, constraints, children = [] }: ValidationError,
  path = '',
): { field: string; message: string }[] => {
  const field = path ? `${path}.${property}` : property;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `${JSON.stringify(property)} is no field of this request` : message,
  }));
  return [...own, ...children.flatMap(child => fieldsOf(child, field))];
};
