import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import * as limits from './limits.js';
import type { ProjectFiles } from './project-files.js';

/** A file that was read as what its name says; unread: its content is not known, or more than is read. */
export type Read = { state: 'read'; value: unknown } | { state: 'unread' | 'broken'; value?: undefined };

/** What is left to be read of one format. */
interface Budget {
  largest: number;
  left: number;
}

/** Reads files at most once, each within its limits and all of them within theirs. Never throws. */
export class Documents {
  private readonly texts = new Map<string, string | undefined>();
  private readonly parsed = new Map<string, Read>();
  private readonly yamlBudget: Budget = { largest: limits.largestYaml, left: limits.mostYaml };
  private readonly tomlBudget: Budget = { largest: limits.largestToml, left: limits.mostToml };
  private reads = 0;
  private left = limits.mostRead;
  private limited = false;

  constructor(private readonly files: ProjectFiles) {}

  /** Whether something was not read because too much was read before. */
  get isLimited(): boolean {
    return this.limited;
  }

  text(path: string): string | undefined {
    if (!this.texts.has(path)) this.texts.set(path, this.readText(path));
    return this.texts.get(path);
  }

  json(path: string): Read {
    return this.parse(path, text => JSON.parse(text) as unknown);
  }

  toml(path: string): Read {
    return this.parse(path, text => parseToml(text, { maxDepth: 32, integersAsBigInt: 'asNeeded' }), this.tomlBudget);
  }

  yaml(path: string): Read {
    // Looking for equal keys takes the square of their number.
    return this.parse(
      path,
      text => parseYaml(text, { uniqueKeys: false, logLevel: 'silent' }) as unknown,
      this.yamlBudget,
    );
  }

  private parse(path: string, parser: (text: string) => unknown, budget?: Budget): Read {
    const known = this.parsed.get(path);
    if (known) return known;
    const text = this.text(path);
    const read = text === undefined || (budget && !this.take(budget, text)) ? unread : attempt(parser, text);
    this.parsed.set(path, read);
    return read;
  }

  private take(budget: Budget, { length }: string): boolean {
    if (length > budget.largest) return false;
    if (length > budget.left) {
      this.limited = true;
      return false;
    }
    budget.left -= length;
    return true;
  }

  private readText(path: string): string | undefined {
    if ((this.files.size(path) ?? 0) > limits.largestRead) return undefined;
    if (this.reads >= limits.mostReads || this.left <= 0) {
      this.limited = true;
      return undefined;
    }
    this.reads += 1;
    const text = this.files.read(path);
    if (text === undefined || text.length > limits.largestRead) return undefined;
    this.left -= text.length;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }
}

const unread: Read = { state: 'unread' };

const attempt = (parser: (text: string) => unknown, text: string): Read => {
  try {
    return { state: 'read', value: parser(text) };
  } catch {
    return { state: 'broken' };
  }
};
