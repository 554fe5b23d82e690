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
        expect({ field: field.name, list: field.repeated }).toEqual({ field: field.name, list: isList });
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
