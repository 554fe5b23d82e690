import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { HttpFault } from './http-fault.js';

/** What a caller may send at once is small; more mistakes than this are not told. */
const mostFields = 50;

/** The validation at the HTTP door: unknown keys and wrong types are refused, each by name. */
export const httpDoor = (): ValidationPipe =>
  new HttpDoor({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: errors => {
      const fields = errors.flatMap(error => fieldsOf(error)).slice(0, mostFields);
      return new HttpFault(400, 'validation', {
        code: 'bad-request',
        message: fields.map(({ message }) => message).join('; ') || 'the request is not valid',
        details: { fields },
        suggestions: ['GET / names the documentation of every route'],
      });
    },
  });

/** A request without a body has an empty one. */
class HttpDoor extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(metadata.type === 'body' ? given(value ?? {}) : value, metadata) as Promise<unknown>;
  }
}

/** A field that is null is not given: what may be left out is taken for null by its rules, and by nobody behind them. */
const given = (body: object): object => {
  if (Array.isArray(body) || Buffer.isBuffer(body) || typeof body !== 'object') return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === null ? undefined : value]));
};

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
