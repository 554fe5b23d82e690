import { type FindingLevel, findingLevels, type ReportFinding } from '@switchyard/contracts';
import { line } from '../clean.js';
import { kept } from '../limits.js';
import { type Json, numberIn, objectIn, objectsIn, textIn } from './shape.js';

export interface Found extends ReportFinding {
  title?: string;
  isSuppressed: boolean;
}

const isLevel = (value: unknown): value is FindingLevel => findingLevels.includes(value as FindingLevel);

/** One run of one tool (SARIF 2.1.0, section 3.14). */
export class SarifRun {
  private readonly rules: Json[];
  private readonly byId: Map<string, Json>;

  constructor(private readonly run: Json) {
    const { driver, extensions } = objectIn(run['tool']);
    this.rules = objectsIn(objectIn(driver)['rules']);
    const all = [...this.rules, ...objectsIn(extensions).flatMap(one => objectsIn(one['rules']))];
    this.byId = new Map(all.toReversed().map(rule => [textIn(rule['id']) ?? '', rule]));
  }

  get tool(): string {
    const driver = objectIn(objectIn(this.run['tool'])['driver']);
    return line(textIn(driver['name']) ?? '(no name)', kept.name);
  }

  *findings(): Generator<Found> {
    for (const result of objectsIn(this.run['results'])) {
      // What is there no more is no finding of this run (3.27.24).
      if (result['baselineState'] !== 'absent') yield this.finding(result);
    }
  }

  private finding(result: Json): Found {
    const rule = this.ruleOf(result);
    const id = textIn(result['ruleId']) ?? textIn(objectIn(result['rule'])['id']) ?? textIn(rule['id']) ?? '(no rule)';
    const title = textIn(objectIn(rule['shortDescription'])['text']) ?? textIn(rule['name']);
    return {
      rule: line(id, kept.name),
      level: levelOf(result, rule),
      message: this.messageOf(result, rule),
      ...this.placeOf(result),
      ...(title === undefined ? {} : { title: line(title, kept.name) }),
      isSuppressed: isSuppressed(result),
    };
  }

  private ruleOf(result: Json): Json {
    const reference = objectIn(result['rule']);
    const id = textIn(result['ruleId']) ?? textIn(reference['id']);
    const known = id === undefined ? undefined : (this.byId.get(id) ?? this.byId.get(id.split('/', 1)[0] ?? ''));
    const index = numberIn(result['ruleIndex']) ?? numberIn(reference['index']);
    return known ?? (index === undefined ? undefined : this.rules[index]) ?? {};
  }

  private messageOf(result: Json, rule: Json): string {
    const message = objectIn(result['message']);
    const named = objectIn(objectIn(rule['messageStrings'])[textIn(message['id']) ?? '']);
    const text = textIn(message['text']) ?? textIn(named['text']) ?? textIn(message['markdown']) ?? '';
    const values = Array.isArray(message['arguments']) ? (message['arguments'] as unknown[]) : [];
    // Places for arguments are numbers in braces (3.11.5).
    const filled = text.slice(0, 4 * kept.message).replace(/\{(\d{1,2})\}/g, (place, index: string) => {
      const value = values[Number(index)];
      return typeof value === 'string' ? value.slice(0, kept.message) : place;
    });
    return line(filled, kept.message) || 'it says nothing';
  }

  private placeOf(result: Json): Pick<Found, 'file' | 'line' | 'column'> {
    const [location] = objectsIn(result['locations']);
    const physical = objectIn(objectIn(location)['physicalLocation']);
    const artifact = objectIn(physical['artifactLocation']);
    const index = numberIn(artifact['index']);
    const indexed = index === undefined ? undefined : objectsIn(this.run['artifacts'])[index];
    const uri = textIn(artifact['uri']) ?? textIn(objectIn(objectIn(indexed)['location'])['uri']);
    if (uri === undefined) return {};
    const region = objectIn(physical['region']);
    const [at, column] = [numberIn(region['startLine']), numberIn(region['startColumn'])];
    return {
      file: line(pathOf(uri), kept.name),
      ...(at === undefined ? {} : { line: at }),
      ...(column === undefined ? {} : { column }),
    };
  }
}

/** Of the result, else of its rule, else a warning; a result that is no failure has none (3.27.9, 3.27.10). */
const levelOf = (result: Json, rule: Json): FindingLevel => {
  const { level, kind } = result;
  if (isLevel(level)) return level;
  if (kind !== undefined && kind !== 'fail') return 'none';
  const usual = objectIn(rule['defaultConfiguration'])['level'];
  return isLevel(usual) ? usual : 'warning';
};

/** One that is not accepted, or not yet, counts for nothing (3.35.3). */
const isSuppressed = (result: Json): boolean => {
  const suppressions = objectsIn(result['suppressions']);
  return suppressions.length > 0 && suppressions.every(({ status = 'accepted' }) => status === 'accepted');
};

const pathOf = (uri: string): string => {
  const path = uri.slice(0, 4 * kept.name).replace(/^file:\/\/(?=\/)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
