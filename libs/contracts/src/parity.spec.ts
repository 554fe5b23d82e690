import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import protobuf from 'protobufjs';
import * as contracts from './index.js';

const home = fileURLToPath(new URL('../../../proto/', import.meta.url));
const root = new protobuf.Root();
root.resolvePath = (_origin, target) => (target.startsWith('google/') ? target : `${home}${target}`);
root.loadSync(
  readdirSync(`${home}switchyard/v1`).map(file => `switchyard/v1/${file}`),
  { keepCase: true },
);
const messages = (root.lookup('switchyard.v1') as protobuf.Namespace).nestedArray.filter(
  (one): one is protobuf.Type => one instanceof protobuf.Type,
);
const lock = JSON.parse(readFileSync(`${home}lock.json`, 'utf8')) as Record<string, Record<string, string>>;

type Class = new () => object;
/** Parts of addresses, which travel in no message. */
const isPartOfAddress = (name: string) => /(Params|Query)$/.test(name);
const rulesOf = (Class: Class) => getMetadataStorage().getTargetValidationMetadatas(Class, '', true, false);
const classes = Object.entries(contracts as Record<string, unknown>).filter(
  (one): one is [string, Class] =>
    typeof one[1] === 'function' &&
    /^[A-Z]/.test(one[0]) &&
    one[0] !== 'Message' &&
    !isPartOfAddress(one[0]) &&
    rulesOf(one[1] as Class).length > 0,
);

interface Rule {
  propertyName: string;
  name?: string;
  type: string;
  each: boolean;
}

/** The types of proto3 that a decorated property may have. */
const acceptable = (rules: Rule[]): string[] => {
  const has = (name: string) => rules.some(rule => (rule.name ?? rule.type) === name);
  if (has('nestedValidation')) return [];
  if (has('isBoolean')) return ['bool'];
  if (has('isNumber')) return ['double'];
  if (has('isInt') || has('equals')) return ['int32', 'double'];
  return has('isObject') ? ['string', 'google.protobuf.Struct'] : ['string'];
};

interface TypeStorage {
  findTypeMetadata(Class: Class, property: string): { typeFunction(): Class } | undefined;
}
const { defaultMetadataStorage: nested } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: TypeStorage;
};

/** The message of a field, but for objects of any shape. */
const messageOf = (field: protobuf.Field): string => {
  const type = field.resolve().resolvedType;
  return type instanceof protobuf.Type && type.name !== 'Struct' ? type.name : '';
};
const factsOf = (field: protobuf.Field) => ({
  field: field.name,
  list: field.repeated,
  // A field that is a message can always be absent.
  optional: field.options?.['proto3_optional'] === true && messageOf(field) === '',
  message: messageOf(field),
});

const protoOf = (name: string) => messages.find(message => message.name === name);
const sampleOf = (name: string) => JSON.parse(readFileSync(`${home}samples/${name}.json`, 'utf8')) as object;

describe('the published contract', () => {
  describe.each(classes)('of %s', (name, Class) => {
    const rules = rulesOf(Class) as unknown as Rule[];

    it('has the fields of its class, with their types', () => {
      const proto = protoOf(name);
      expect(proto?.fieldsArray.map(field => field.name).sort()).toEqual(
        [...new Set(rules.map(rule => rule.propertyName))].sort(),
      );
      for (const field of proto?.fieldsArray ?? []) {
        const own = rules.filter(rule => rule.propertyName === field.name);
        const types = acceptable(own);
        if (types.length > 0)
          expect({ field: field.name, types }).toEqual({
            field: field.name,
            types: expect.arrayContaining([field.type]),
          });
        const isList = own.some(rule => rule.each || rule.name === 'isArray');
        const mayBeAbsent = own.some(rule => rule.type === 'conditionalValidation');
        const isOptional = mayBeAbsent && !isList && !field.map && messageOf(field) === '';
        const within = nested.findTypeMetadata(Class, field.name)?.typeFunction().name ?? '';
        expect(factsOf(field)).toEqual({
          field: field.name,
          list: isList,
          optional: isOptional,
          message: /^(?:Number|Boolean|String|Date)?$/.test(within) ? messageOf(field) : within,
        });
      }
    });

    it('has a sample that the class accepts as it is', () => {
      const instance = plainToInstance(Class, sampleOf(name));
      expect(validateSync(instance, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
    });
  });

  describe.each(messages.map(message => [message.name, message] as const))('of %s', (name, message) => {
    it('has a sample without a field that the message lacks', () => {
      const sample = sampleOf(name);
      expect(message.verify(sample)).toBeNull();
      expect(unknownIn(message, sample)).toEqual([]);
    });

    it('has a sample that comes back from protobuf as it went in', () => {
      const sent = message.fromObject(toWire(message, sampleOf(name)));
      const received = message.decode(message.encode(sent).finish());
      expect(message.toObject(received, { defaults: true })).toEqual(message.toObject(sent, { defaults: true }));
    });

    it('keeps every field, number and type that was ever published', () => {
      const now = Object.fromEntries(message.fieldsArray.map(field => [field.name, shapeOf(field)]));
      const remedy =
        'a published field changed: keep it, and add another under a new number; new ones go into proto/lock.json';
      expect({ remedy, ...now }).toEqual({ remedy, ...lock[name] });
    });
  });

  it('has nothing in its lock or its samples that is not there', () => {
    const names = messages.map(message => message.name);
    expect(Object.keys(lock).filter(name => !names.includes(name))).toEqual([]);
    expect(readdirSync(`${home}samples`).filter(file => !names.includes(file.replace(/\.json$/, '')))).toEqual([]);
    expect(names.filter(name => !existsSync(`${home}samples/${name}.json`))).toEqual([]);
  });

  it('holds no 64-bit integers and no number twice', () => {
    for (const message of messages) {
      expect(message.fieldsArray.filter(field => /64/.test(field.type))).toEqual([]);
      expect(new Set(message.fieldsArray.map(field => field.id)).size).toBe(message.fieldsArray.length);
    }
  });
});

const shapeOf = (field: protobuf.Field) =>
  `${field.id} ${field.repeated ? 'repeated ' : ''}${field.map ? 'map ' : ''}${field.type}`;

const unknownIn = (message: protobuf.Type, value: object, path = message.name): string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const field = message.fields[key];
    if (!field) return [`${path}.${key}`];
    const type = field.resolve().resolvedType;
    if (!(type instanceof protobuf.Type) || type.name === 'Struct') return [];
    return [inner as object].flat().flatMap(one => unknownIn(type, one, `${path}.${key}`));
  });

type Value = Record<string, unknown>;

/** JSON as protobufjs takes it, to which google.protobuf.Struct is a message like any other. */
const toWire = (message: protobuf.Type, value: object): Value =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const type = message.fields[key]?.resolve().resolvedType;
      if (!(type instanceof protobuf.Type)) return [key, inner];
      const convert = (one: object) => (type.name === 'Struct' ? structOf(one) : toWire(type, one));
      return [key, Array.isArray(inner) ? inner.map(convert) : convert(inner as object)];
    }),
  );

const structOf = (value: object): Value => ({
  fields: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, valueOf(inner)])),
});
const valueOf = (value: unknown): Value => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Array.isArray(value)
    ? { listValue: { values: value.map(valueOf) } }
    : { structValue: structOf(value as object) };
};
