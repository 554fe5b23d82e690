import { type Document, parseAllDocuments, type YAMLError } from 'yaml';
import type { Problem, Report } from './report.js';

interface Placed extends Problem {
  /** In its file. */
  at: number;
}

/**
 * The only YAML document of a file; undefined after a finding.
 * @param base what the offsets of its file begin at.
 */
export const readDocument = (source: string, report: Report, base = 0): Document | undefined => {
  // The package's own check for unique keys is quadratic; ours stands in locate().
  const documents = parseAllDocuments(source, {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const found = Array.isArray(documents) ? documents : [];
  const encoding = encodingOf(source);
  const problems = [...encoding, ...(encoding.every(isWarning) ? problemsOf(found) : [])];
  for (const { at, ...problem } of problems) report.add(base + at, '', withHint(problem, lineAt(source, at)));
  return problems.every(isWarning) ? found[0] : undefined;
};

const lineAt = (source: string, at: number): string => {
  const end = source.indexOf('\n', at);
  return source.slice(source.lastIndexOf('\n', at - 1) + 1, end < 0 ? source.length : end);
};

/** In brackets YAML takes the braces of an expression for its own. */
const withHint = (problem: Problem, line: string): Problem =>
  problem.code === 'not-yaml' && /[{[]/.test(line.slice(0, Math.max(0, line.indexOf('${{'))))
    ? { ...problem, suggestion: 'put a text with ${{ }} in quotes, or each key on a line of its own' }
    : problem;

const isWarning = ({ severity }: Problem) => severity === 'warning';

const problemsOf = ([document, second]: readonly Document.Parsed[]): Placed[] => {
  if (!document || isEmpty(document)) return [{ at: 0, ...empty }];
  const { errors, directives } = document;
  const { version = '1.2' } = directives.yaml;
  return [
    ...errors.slice(0, mostSyntaxErrors).map(syntaxOf),
    ...(version === '1.2' ? [] : [{ at: 0, ...versionOf(version) }]),
    ...(second ? [{ at: second.range[0], ...severalDocuments }] : []),
  ];
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
const encodingOf = (source: string): Placed[] => {
  const nul = source.indexOf('\0');
  const broken = source.indexOf('\ufffd');
  if (nul >= 0) return [{ at: nul, ...notText }];
  return broken >= 0 ? [{ at: broken, ...notUtf8 }] : [];
};

const notText = {
  code: 'not-text',
  message: 'the file holds a NUL character, so it is no text in UTF-8',
  suggestion: 'save it as UTF-8',
};
const notUtf8 = {
  severity: 'warning',
  code: 'not-utf-8',
  message: 'the file holds the character that stands for broken ones (U+FFFD)',
  suggestion: 'save it as UTF-8, and write that character anew',
} as const;

const versionOf = (version: string) => ({
  code: 'yaml-version',
  message: `the file asks for YAML ${version}, and pipelines are YAML 1.2`,
  suggestion: 'remove the line %YAML',
});

/** What usually helps, by the package's words for what went wrong. */
const remedies: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'line it up with the keys it belongs to, and close every bracket',
  BLOCK_AS_IMPLICIT_KEY: 'quote a text that holds a colon and a space, or line it up with the keys it belongs to',
  MULTILINE_IMPLICIT_KEY: 'end the key with a colon, and put a space behind each dash of a list',
  MISSING_CHAR: 'add the character that is missing, such as a closing quote or bracket',
  BAD_SCALAR_START: 'put it in quotes',
};

const syntaxOf = (error: YAMLError): Placed => ({
  at: error.pos[0],
  code: error.code === 'TAB_AS_INDENT' ? 'tab' : 'not-yaml',
  message: `this is not YAML: ${error.message.split('\n')[0] ?? error.code}`,
  suggestion: remedies[error.code] ?? 'check indentation, quotes and colons here',
});
