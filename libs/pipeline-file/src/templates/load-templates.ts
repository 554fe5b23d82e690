import { closest } from '../did-you-mean.js';
import { readDocument } from '../document.js';
import { largestFile } from '../limits.js';
import { describe, type Located, locate, type Room } from '../located.js';
import type { Problem, Report } from '../report.js';
import { bytesOf, withoutMark } from '../source.js';
import { deepestInclude, isIncludable } from './include-paths.js';
import { entryOf } from './map-entries.js';
import { readTemplate } from './read-template.js';
import type { Template } from './template.js';

export interface Sources {
  files: Readonly<Record<string, string>>;
  report: Report;
  room: Room;
  /** Of all files read so far. */
  bytes: number;
}

/** The templates of the files that a pipeline includes, and of those they include, by name. */
export const loadTemplates = (whole: Located, sources: Sources): ReadonlyMap<string, Template> => {
  const loading = new Loading(sources);
  loading.includes(whole, []);
  return loading.templates;
};

class Loading {
  readonly templates = new Map<string, Template>();

  private readonly seen = new Set<string>();

  private bytes: number;

  constructor(private readonly sources: Sources) {
    this.bytes = sources.bytes;
  }

  /** @param chain files that led here. */
  includes(whole: Located, chain: readonly string[]): void {
    const entry = entryOf(whole, 'include');
    if (!entry) return;
    const list = entry.value.kind === 'list' ? entry.value.items : [entry.value];
    for (const [index, one] of list.entries())
      this.include(one, entry.value.kind === 'list' ? `include[${index}]` : 'include', chain);
  }

  private include(one: Located, path: string, chain: readonly string[]): void {
    const { report } = this.sources;
    const file = one.kind === 'scalar' && typeof one.value === 'string' ? one.value : undefined;
    if (file === undefined || !isIncludable(file)) return report.add(one.offset, path, badInclude(one));
    if (chain.includes(file))
      return report.add(one.offset, path, includeCycle([...chain.slice(chain.indexOf(file)), file]));
    if (this.seen.has(file)) return;
    this.seen.add(file);
    const found = this.textOf(file, chain);
    if (typeof found === 'string') this.load(file, withoutMark(found), chain);
    else report.add(one.offset, path, found);
  }

  /** The text of a file, or why it is not read. */
  private textOf(file: string, chain: readonly string[]): string | Problem {
    const { files } = this.sources;
    if (chain.length >= deepestInclude) return deepInclude;
    const text = Object.hasOwn(files, file) ? files[file] : undefined;
    if (text === undefined) return unknownInclude(file, Object.keys(files));
    this.bytes += bytesOf(text);
    return this.bytes > largestFile ? tooLarge(this.bytes) : text;
  }

  private load(file: string, text: string, chain: readonly string[]): void {
    const { report, room } = this.sources;
    const base = report.include(file, text);
    const document = readDocument(text, report, base);
    const whole = document && locate(document, report, room, base);
    if (!whole) return;
    const template = readTemplate(whole, file, report);
    const other = template && this.templates.get(template.name);
    if (template && other)
      report.add(entryOf(whole, 'template')?.value.offset ?? base, 'template', duplicate(template.name, other.file));
    else if (template) this.templates.set(template.name, template);
    this.includes(whole, [...chain, file]);
  }
}

const badInclude = (one: Located) => ({
  code: 'bad-include',
  message: `${describe(one)} is nothing that can be included`,
  suggestion: 'write a path from the root of the repository, such as ci/node.yaml, or library:NAME',
});
const includeCycle = (cycle: string[]) => ({
  code: 'include-cycle',
  message: `these files include each other: ${cycle.join(' → ')}`,
  suggestion: 'remove one of these includes',
});
const deepInclude = {
  code: 'deep-include',
  message: `files are included through more than ${deepestInclude} others`,
  suggestion: 'include the file from the pipeline itself',
};
const tooLarge = (bytes: number) => ({
  code: 'too-large',
  message: `the file and what it includes have ${bytes} bytes so far, and ${largestFile} is the most`,
  suggestion: 'include less, or split the pipeline',
});
const duplicate = (name: string, file: string) => ({
  code: 'duplicate-template',
  message: `${file} has a template called ${JSON.stringify(name)} too`,
  suggestion: 'give each template its own name',
});

const unknownInclude = (file: string, known: readonly string[]) => {
  const near = closest(file, known);
  const place = file.startsWith('library:') ? 'template library' : 'repository';
  return {
    code: 'unknown-include',
    message: `${file} is included, and is not in the ${place}`,
    suggestion: near ? `did you mean ${near}?` : `add it to the ${place}, or remove it here`,
  };
};
