import { type Document, LineCounter, parseAllDocuments, type YAMLError } from 'yaml';
import { largestFile } from './limits.js';
import { locate } from './located.js';
import type { ParseResult } from './model.js';
import { normalise } from './normalise.js';
import { pipeline } from './pipeline-shape.js';
import { Report } from './report.js';

/**
 * Checks a pipeline file: every problem at once, each with its place. Pure, and never throws for any text.
 * The language is YAML 1.2 (yaml.org/spec/1.2.2) without merge keys, in one document.
 */
export const parsePipeline = (source: string): ParseResult => {
  const lines = new LineCounter();
  const report = new Report(lines);
  const failed = (): ParseResult => ({ findings: report.findings });
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > largestFile) {
    const message = `the file has ${bytes} bytes, and ${largestFile} is the most`;
    report.add(0, '', {
      code: 'too-large',
      message,
      suggestion: 'split the pipeline, or move scripts into the repository',
    });
    return failed();
  }
  const document = onlyDocument(source, lines, report);
  const located = document && locate(document, report);
  const raw = located && pipeline(located, '', report);
  if (!raw) return failed();
  const model = normalise(raw, report);
  return report.hasErrors ? failed() : { model, findings: report.findings };
};

const onlyDocument = (source: string, lineCounter: LineCounter, report: Report): Document | undefined => {
  // The package's own check for unique keys is quadratic; ours stands in locate().
  const documents = parseAllDocuments(source, {
    lineCounter,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document || (document.contents === null && document.errors.length === 0))
    return report.add(0, '', {
      code: 'empty',
      message: 'the file is empty',
      suggestion: 'a pipeline has at least name: and steps:',
    });
  for (const error of document.errors.slice(0, 10)) addSyntax(error, report);
  for (const { code, pos } of document.warnings) if (code === 'TAG_RESOLVE_FAILED') report.add(pos[0], '', unknownTag);
  if (second)
    report.add(second.range[0], '', {
      code: 'several-documents',
      message: 'the file holds more than one document',
      suggestion: 'keep one pipeline per file',
    });
  return report.hasErrors ? undefined : document;
};

const unknownTag = {
  code: 'unknown-tag',
  message: 'tags such as !name mean nothing here',
  suggestion: 'leave the tag out, or quote a text that begins with !',
};

const addSyntax = (error: YAMLError, report: Report): void => {
  report.add(error.pos[0], '', {
    code: error.code === 'TAB_AS_INDENT' ? 'tab' : 'not-yaml',
    message: `this is not YAML: ${error.message.split('\n')[0] ?? error.code}`,
    suggestion: error.code === 'TAB_AS_INDENT' ? 'indent with spaces' : 'check indentation, quotes and colons here',
  });
};
