import type { Finding } from '@switchyard/contracts';
import { type Document, parseAllDocuments, type YAMLError } from 'yaml';
import { docsOf } from './docs-link.js';
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
export const parsePipeline = (file: string): ParseResult => {
  // Editors do not show a byte order mark, so it counts for no column.
  const source = file.replace(/^\ufeff/, '');
  const report = new Report(source);
  const findings = () => report.findings.map(explained);
  const failed = (): ParseResult => ({ findings: findings() });
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
  const document = onlyDocument(source, report);
  const located = document && locate(document, report);
  const raw = located && pipeline(located, '', report);
  if (!raw) return failed();
  const model = normalise(raw, report);
  return report.hasErrors ? failed() : { model, findings: findings() };
};

const explained = (finding: Finding): Finding => {
  const docs = docsOf(finding.path);
  return docs === undefined ? finding : { ...finding, docs };
};

const onlyDocument = (source: string, report: Report): Document | undefined => {
  // The package's own check for unique keys is quadratic; ours stands in locate().
  const documents = parseAllDocuments(source, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  checkEncoding(source, report);
  if (report.hasErrors) return undefined;
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document || isEmpty(document)) return report.add(0, '', empty);
  for (const error of document.errors.slice(0, mostSyntaxErrors)) addSyntax(error, report);
  checkVersion(document, report);
  if (second) report.add(second.range[0], '', severalDocuments);
  return report.hasErrors ? undefined : document;
};

/** Later ones mostly follow from the first. */
const mostSyntaxErrors = 10;

const isEmpty = ({ contents, errors }: Document) => contents === null && errors.length === 0;

const empty = {
  code: 'empty',
  message: 'the file is empty',
  suggestion: 'a pipeline has at least name: and steps:',
};
const severalDocuments = {
  code: 'several-documents',
  message: 'the file holds more than one document',
  suggestion: 'keep one pipeline per file',
};

/** What a file in another encoding looks like once it was read as UTF-8. */
const checkEncoding = (source: string, report: Report): void => {
  const nul = source.indexOf('\0');
  const broken = source.indexOf('\ufffd');
  if (nul >= 0)
    report.add(nul, '', {
      code: 'not-text',
      message: 'the file holds a NUL character, so it is no text in UTF-8',
      suggestion: 'save it as UTF-8',
    });
  else if (broken >= 0)
    report.add(broken, '', {
      severity: 'warning',
      code: 'not-utf-8',
      message: 'the file holds the character that stands for broken ones (U+FFFD)',
      suggestion: 'save it as UTF-8, and write that character anew',
    });
};

const checkVersion = ({ directives }: Document, report: Report): void => {
  const { version } = directives?.yaml ?? {};
  if (version === undefined || version === '1.2') return;
  report.add(0, '', {
    code: 'yaml-version',
    message: `the file asks for YAML ${version}, and pipelines are YAML 1.2`,
    suggestion: 'remove the line %YAML',
  });
};

/** What usually helps, by the package's words for what went wrong. */
const remedies: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'line it up with the keys it belongs to, and close every bracket',
  BLOCK_AS_IMPLICIT_KEY: 'quote a text that holds a colon and a space, or line it up with the keys it belongs to',
  MULTILINE_IMPLICIT_KEY: 'end the key with a colon, and put a space behind each dash of a list',
  MISSING_CHAR: 'add the character that is missing, such as a closing quote or bracket',
  BAD_SCALAR_START: 'put it in quotes',
};

const addSyntax = (error: YAMLError, report: Report): void => {
  report.add(error.pos[0], '', {
    code: error.code === 'TAB_AS_INDENT' ? 'tab' : 'not-yaml',
    message: `this is not YAML: ${error.message.split('\n')[0] ?? error.code}`,
    suggestion: remedies[error.code] ?? 'check indentation, quotes and colons here',
  });
};
