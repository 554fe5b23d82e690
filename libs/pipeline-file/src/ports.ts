import { highestPort, maxStepPorts } from '@switchyard/contracts/words';
import type { Entry } from './located.js';
import type { PortModel } from './model.js';
import type { Report } from './report.js';
import {
  byKind,
  join,
  listOf,
  oneOf,
  type Place,
  type Reader,
  reader,
  textLike,
  turned,
  whole,
  wrong,
} from './shape.js';

type Placed = Place & { port: PortModel };

const number = whole(1, highestPort);

/** Never only digits, which are the name of a port that has no other. */
const name = textLike({
  pattern: /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
  code: 'bad-port',
  what: 'name of a port',
  suggestion: 'use at most 40 lower-case letters, digits and dashes, a letter first; a number stands without quotes',
  words: 'name',
});

/** Nothing that YAML takes for a number. */
const nameSchema = { type: 'string', pattern: name.schema['pattern'] };

const chosen = oneOf(['auto'] as const);
const wantedBehind = 'a number, or auto';

/** The number it has, or nothing where its connector chooses one. */
const behind: Reader<Pick<PortModel, 'port'>> = reader(
  { schema: { anyOf: [number.schema, chosen.schema] }, words: `${number.words}, or ${chosen.words}` },
  (value, path, report) => {
    if (value.kind !== 'scalar') return wrong(value, path, report, wantedBehind);
    if (typeof value.value !== 'number') return chosen(value, path, report) && {};
    const port = number(value, path, report);
    return port === undefined ? undefined : { port };
  },
);

const alone: Reader<Placed[]> = reader(
  { schema: { anyOf: [number.schema, nameSchema] }, words: `${number.words}, or ${name.words}` },
  (value, path, report) => {
    const place = { offset: value.offset, path };
    if (value.kind === 'scalar' && typeof value.value === 'number') {
      const port = number(value, path, report);
      return port === undefined ? undefined : [{ ...place, port: { name: String(port), port } }];
    }
    if (value.kind !== 'scalar' || typeof value.value !== 'string')
      return wrong(value, path, report, 'a number, or a name');
    const found = name(value, path, report);
    return found === undefined ? undefined : [{ ...place, port: { name: found } }];
  },
);

const named: Reader<Placed[]> = reader(
  {
    schema: { type: 'object', propertyNames: { pattern: name.schema['pattern'] }, additionalProperties: behind.schema },
    words: `map of names to ${behind.words}`,
  },
  (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, 'a map of names to numbers');
    return value.entries.map(entry => entryOf(entry, path, report)).filter(one => one !== undefined);
  },
);

const entryOf = ({ key, offset, value }: Entry, path: string, report: Report): Placed | undefined => {
  const at = join(path, key);
  const found = name({ kind: 'scalar', offset, value: key, written: key }, at, report);
  const port = behind(value, at, report);
  return found === undefined || port === undefined ? undefined : { offset, path: at, port: { name: found, ...port } };
};

const wanted = 'numbers, names, or a map of names to numbers';
const item = byKind({ scalar: alone, map: named }, wanted);
const every = byKind({ scalar: alone, map: named, list: turned(listOf(item), found => found.flat()) }, wanted);

/** Ports that a step listens on: numbers, names whose number its connector chooses, or names with their numbers. */
export const ports: Reader<PortModel[]> = turned(every, (placed, { offset, path }, report) => {
  if (placed.length > maxStepPorts)
    report.add(offset, path, {
      code: 'too-many',
      message: `${path} has ${placed.length} ports, and ${maxStepPorts} is the most`,
      suggestion: 'name fewer',
    });
  unique(placed, report);
  return placed.map(one => one.port);
});

const unique = (placed: Placed[], report: Report): void => {
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const { port, offset, path } of placed) {
    const { name: called, port: own } = port;
    if (names.has(called))
      report.add(offset, path, {
        code: 'duplicate-name',
        message: `two ports are called ${called}`,
        suggestion: 'give each its own name',
      });
    else if (own !== undefined && numbers.has(own))
      report.add(offset, path, {
        code: 'duplicate-value',
        message: `port ${own} stands here twice`,
        suggestion: 'name a port once',
      });
    names.add(called);
    if (own !== undefined) numbers.add(own);
  }
};
