import { mostNodes } from '../limits.js';
import { isCommandKey, isExpressionKey } from '../interpolation/places.js';
import { type Entry, type Located, type Room, type Scalar_, tooMany } from '../located.js';
import type { Report } from '../report.js';
import { fillParameters, spliceParameters } from './fill-parameters.js';
import type { Arguments } from './template.js';

interface Target {
  report: Report;
  room: Room;
  path: string;
}

/** A copy of what a template gives, its parameters filled in; undefined where there is no room for it. */
export const substitute = (body: Located, given: Arguments, target: Target): Located | undefined =>
  new Substitution(given, target).copy(body, anew);

interface Under {
  key: string | undefined;
  parent: string | undefined;
}

const anew: Under = { key: undefined, parent: undefined };

class Substitution {
  constructor(
    private readonly given: Arguments,
    private readonly target: Target,
  ) {}

  copy(value: Located, under: Under): Located | undefined {
    const { room, report, path } = this.target;
    if (room.isFull) return undefined;
    room.nodes += 1;
    if (room.nodes > mostNodes) {
      room.isFull = true;
      return report.add(value.offset, path, tooMany);
    }
    if (value.kind === 'scalar') return this.scalar(value, under);
    if (value.kind === 'list') {
      // A word of a command is part of it; a map of a list begins anew.
      const items = value.items.map(item => this.copy(item, item.kind === 'scalar' ? under : anew));
      return { ...value, items: items.filter(item => item !== undefined) };
    }
    const entries = value.entries.map(entry => this.entry(entry, under.key));
    return { ...value, entries: entries.filter(entry => entry !== undefined) };
  }

  private entry(entry: Entry, parent: string | undefined): Entry | undefined {
    const value = this.copy(entry.value, { key: entry.key, parent });
    return value && { ...entry, value };
  }

  private scalar(value: Scalar_, { key = '', parent }: Under): Scalar_ {
    if (typeof value.value !== 'string' || isCommandKey(key, parent)) return value;
    const fill = isExpressionKey(key, parent) && !value.value.includes('${{') ? spliceParameters : fillParameters;
    return fill(value, this.given, this.target);
  }
}
