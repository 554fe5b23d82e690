import type { Entry, Located } from '../located.js';
import { join } from '../shape.js';
import { loadTemplates, type Sources } from './load-templates.js';
import { entryOf } from './map-entries.js';
import { type Level, overlay } from './overlay.js';
import { readArguments } from './read-arguments.js';
import { substitute } from './substitute.js';
import type { Template, TemplateKind } from './template.js';
import {
  deepChain,
  noRoom,
  templateCycle,
  templateFile,
  unknownTemplate,
  withAlone,
  wrongTemplate,
} from './refusals.js';

/** Templates that may extend each other in one line. */
export const deepestTemplate = 8;

/** A pipeline with all its templates in place; undefined after a finding that makes the rest pointless. */
export const expandTemplates = (whole: Located, sources: Sources): Located | undefined => {
  if (whole.kind !== 'map') return whole;
  const { report, room } = sources;
  const head = entryOf(whole, 'template');
  if (head) return report.add(head.offset, 'template', templateFile);
  const templates = loadTemplates(whole, sources);
  if (room.isFull) return undefined;
  const entries = whole.entries.filter(({ key }) => key !== 'include');
  const expanded = new Expansion(templates, sources).laid(
    { ...whole, entries },
    { level: 'pipeline', path: '', chain: [] },
  );
  return room.isFull ? undefined : expanded;
};

interface Place {
  level: Level;
  /** Of the map, in the pipeline as it will be. */
  path: string;
  /** Templates that are being put in place around it. */
  chain: readonly string[];
  /** Of a list: the place of its first item. */
  from?: number;
}

type LocatedMap = Located & { kind: 'map' };

/** What a template gives, put in place. */
interface Instance {
  kind: TemplateKind;
  value: Located;
}

/** Kinds of templates that a map can be laid over; a list stands for a map that holds only that list. */
const fitting: Record<Level, readonly TemplateKind[]> = {
  pipeline: ['pipeline', 'stages', 'steps'],
  stage: ['stage', 'steps'],
  step: ['step'],
};

/** Keys whose values are lists of what. */
const lists: Record<Level, Partial<Record<string, Level>>> = {
  pipeline: { stages: 'stage', steps: 'step', always: 'step' },
  stage: { steps: 'step' },
  step: {},
};

class Expansion {
  constructor(
    private readonly templates: ReadonlyMap<string, Template>,
    private readonly sources: Sources,
  ) {}

  /** A map, laid over what it extends. */
  laid(map: LocatedMap, place: Place): Located {
    const own = this.own(map, place);
    const extended = entryOf(map, 'extends');
    if (!extended) return own;
    const instance = this.instance(map, extended, place, fitting[place.level]);
    return instance ? overlay(asMap(instance, extended), own, place.level) : own;
  }

  /** The map without its words for templates, its lists with templates in place. */
  private own(map: LocatedMap, { level, path, chain }: Place): LocatedMap {
    const given = entryOf(map, 'with');
    if (given && !entryOf(map, 'extends')) this.sources.report.add(given.offset, join(path, 'with'), withAlone);
    const kept = map.entries.filter(({ key }) => key !== 'extends' && key !== 'with');
    const entries = kept.map(entry => {
      const inner = lists[level][entry.key];
      const at = join(path, entry.key);
      return inner ? { ...entry, value: this.list(entry.value, { level: inner, path: at, chain }) } : entry;
    });
    return { ...map, entries };
  }

  private list(list: Located, { level, path, chain, from = 0 }: Place): Located {
    if (list.kind !== 'list') return list;
    const items: Located[] = [];
    for (const item of list.items) {
      const place = { level, path: `${path}[${from + items.length}]`, chain };
      const found = item.kind === 'map' ? this.item(item, place) : [item];
      // One by one: a template may give more than a call takes as arguments.
      for (const one of found) items.push(one);
    }
    return { ...list, items };
  }

  /** One item of a list, or all that stand for it. */
  private item(item: LocatedMap, place: Place): Located[] {
    const extended = entryOf(item, 'extends');
    const several = place.level === 'stage' ? 'stages' : 'steps';
    if (!extended || this.named(extended)?.kind !== several) return [this.laid(item, place)];
    for (const { key, offset } of item.entries)
      if (key !== 'extends' && key !== 'with') this.sources.report.add(offset, `${place.path}.${key}`, noRoom(several));
    const instance = this.instance(item, extended, place, [several]);
    return instance?.value.kind === 'list' ? instance.value.items : [];
  }

  private instance(
    map: LocatedMap,
    extended: Entry,
    place: Place,
    kinds: readonly TemplateKind[],
  ): Instance | undefined {
    const template = this.found(extended, place, kinds);
    if (!template) return undefined;
    const { report } = this.sources;
    const { offset } = extended.value;
    const path = place.path && `${place.path}.`;
    const given = readArguments({ template, given: entryOf(map, 'with')?.value, path, offset }, report);
    const body = given && substitute(template.body, given, { ...this.sources, path: place.path });
    if (!body) return undefined;
    return { kind: template.kind, value: this.inside(body, template, place) };
  }

  /** What a template gives, with what it extends itself in place. */
  private inside(body: Located, { name, kind }: Template, { level, path, chain }: Place): Located {
    const inner = { chain: [...chain, name] };
    if (body.kind === 'map') return this.laid(body, { level, path, ...inner });
    const own = kind === 'stages' ? 'stage' : 'step';
    // In place of one item, or as the only list of a map.
    const [, list = path, from = '0'] = /^(.*)\[(\d+)\]$/.exec(path) ?? [];
    if (own === level) return this.list(body, { level: own, path: list, from: Number(from), ...inner });
    return this.list(body, { level: own, path: join(path, kind), ...inner });
  }

  private found(extended: Entry, { path, chain }: Place, kinds: readonly TemplateKind[]): Template | undefined {
    const { report } = this.sources;
    const at = join(path, 'extends');
    const { offset } = extended.value;
    const template = this.named(extended);
    if (!template) return report.add(offset, at, unknownTemplate(extended.value, [...this.templates.keys()]));
    if (!kinds.includes(template.kind)) return report.add(offset, at, wrongTemplate(template, kinds));
    if (chain.includes(template.name))
      return report.add(offset, at, templateCycle([...chain.slice(chain.indexOf(template.name)), template.name]));
    return chain.length < deepestTemplate ? template : report.add(offset, at, deepChain(deepestTemplate));
  }

  private named({ value }: Entry): Template | undefined {
    return value.kind === 'scalar' ? this.templates.get(value.written) : undefined;
  }
}

const asMap = ({ kind, value }: Instance, { offset }: Entry): Located =>
  value.kind === 'list' ? { kind: 'map', offset, entries: [{ key: kind, offset, value }] } : value;
