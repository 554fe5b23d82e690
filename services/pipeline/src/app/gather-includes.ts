import { bytesOf, largestIncludes, libraryPrefix, mostIncludes, type ProjectId } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { templatesNamedIn } from '../domain/library.js';
import type { Templates } from './ports.js';

/** The files a pipeline brings, and the current texts of the templates that they and it name: pinned from now on. */
export class GatherIncludes {
  constructor(private readonly templates: Templates) {}

  /** @throws Fault `too-many-includes`, `too-large` */
  async run(project: ProjectId, yaml: string, files: Record<string, string> = {}): Promise<Record<string, string>> {
    const includes = { ...files };
    const asked = new Set<string>();
    for (let texts = [yaml, ...Object.values(files)]; texts.length > 0;) {
      const names = [...new Set(texts.flatMap(templatesNamedIn))].filter(name => !asked.has(name));
      for (const name of names) asked.add(name);
      if (asked.size > mostIncludes) throw tooMany(asked.size);
      const found = await Promise.all(names.map(name => this.templates.find(project, name)));
      texts = [];
      for (const template of found) {
        // One that is not there is a finding of the parser, with its place.
        if (!template || template.deleted) continue;
        includes[`${libraryPrefix}${template.name}`] = template.text;
        texts.push(template.text);
      }
    }
    checkSize(includes);
    return includes;
  }
}

const checkSize = (includes: Record<string, string>): void => {
  const texts = Object.values(includes);
  if (texts.length > mostIncludes) throw tooMany(texts.length);
  const bytes = texts.reduce((sum, text) => sum + bytesOf(text), 0);
  if (bytes <= largestIncludes) return;
  throw new Fault({
    code: 'too-large',
    message: `the files it includes have ${bytes} bytes, and ${largestIncludes} is the most`,
    blame: 'user',
    retry: false,
    suggestions: ['include fewer or smaller files'],
  });
};

const tooMany = (count: number) =>
  new Fault({
    code: 'too-many-includes',
    message: `the pipeline includes ${count} files, and ${mostIncludes} is the most`,
    blame: 'user',
    retry: false,
    suggestions: ['put what belongs together into one template'],
  });
