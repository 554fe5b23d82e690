import 'reflect-metadata';
import { largestSecret, largestText, mostIncludes, smallestSecret } from '@switchyard/contracts';
import { getMetadataStorage } from 'class-validator';
import type { Constructor, Schema } from './schema.js';

type Rule = (constraints: unknown[]) => Schema;

const id = '^[0-9a-hjkmnp-tv-z]{26}$';
const slug = '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$';
const texts = { type: 'object', additionalProperties: { type: 'string' } };

/** What each rule of class-validator, and of our own, says as JSON Schema. */
const rules: Record<string, Rule> = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isBooleanString: () => ({ type: 'string', enum: ['true', 'false', '1', '0'] }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isDateString: () => ({ type: 'string', format: 'date-time' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isUrl: () => ({ type: 'string', format: 'uri' }),
  isNotEmpty: () => ({ minLength: 1 }),
  isIn: ([words]) => ({ enum: words }),
  isEnum: ([words]) => ({ enum: Object.values(words as object) }),
  min: ([least]) => ({ minimum: least }),
  max: ([most]) => ({ maximum: most }),
  isLength: ([least, most]) => ({
    type: 'string',
    minLength: least,
    ...(most === undefined ? {} : { maxLength: most }),
  }),
  minLength: ([least]) => ({ type: 'string', minLength: least }),
  maxLength: ([most]) => ({ type: 'string', maxLength: most }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  arrayMinSize: ([least]) => ({ type: 'array', minItems: least }),
  arrayMaxSize: ([most]) => ({ type: 'array', maxItems: most }),
  arrayNotEmpty: () => ({ type: 'array', minItems: 1 }),
  arrayUnique: () => ({ type: 'array', uniqueItems: true }),
  isSortableId: () => ({ type: 'string', pattern: id }),
  isSlug: () => ({ type: 'string', pattern: slug }),
  isAttemptId: () => ({ type: 'string', pattern: `${id.slice(0, -1)}\\.${slug.slice(1, -1)}\\.[1-9][0-9]{0,3}$` }),
  isFiles: () => ({ ...texts, maxProperties: mostIncludes }),
  isTexts: () => texts,
  isSecretValue: () => ({ type: 'string', minLength: smallestSecret, maxLength: largestSecret }),
  isText: () => ({ type: 'string', maxLength: largestText }),
};

export interface Field {
  name: string;
  required: boolean;
  schema: Schema;
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>;

/** The fields of a class that is checked at the door, with all that its rules say of them. */
export const fieldsOf = (Class: Constructor, said: Record<string, string> = {}): Field[] => {
  const all = getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
  const defaults = new Class() as Record<string, unknown>;
  return [...new Set(all.map(({ propertyName }) => propertyName))].map(name => {
    const own = all.filter(({ propertyName }) => propertyName === name);
    const standard = defaults[name];
    const isOptional = own.some(({ type }) => type === 'conditionalValidation') || standard !== undefined;
    const more = {
      ...(standard === undefined ? {} : { default: standard }),
      ...(said[name] === undefined ? {} : { description: said[name] }),
    };
    return { name, required: !isOptional, schema: { ...schemaOf(own), ...more } };
  });
};

const schemaOf = (own: Metadata): Schema => {
  const schema: Schema = {};
  for (const { name = '', constraints, each, type } of own) {
    if (type !== 'customValidation') continue;
    const words = rules[name]?.((constraints as unknown[] | undefined) ?? []) ?? { 'x-rule': name };
    if (each) Object.assign(schema, { type: 'array', items: { ...(schema['items'] as object), ...words } });
    else Object.assign(schema, words);
  }
  if (Array.isArray(schema['enum'])) schema['type'] ??= typeof schema['enum'][0];
  return schema;
};

/** A body as JSON Schema; what is no field of it is refused at the door. */
export const bodySchema = (Class: Constructor, said?: Record<string, string>): Schema => {
  const fields = fieldsOf(Class, said);
  const required = fields.filter(field => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
};
