import type { Finding } from '@switchyard/contracts';
import { docsOf } from './docs-link.js';
import { readDocument } from './document.js';
import { checkExpressions } from './interpolation/check-file.js';
import { largestFile } from './limits.js';
import { aRoom, locate } from './located.js';
import type { ParseResult } from './model.js';
import { normalise } from './normalise.js';
import { pipeline } from './pipeline-shape.js';
import { Report } from './report.js';
import { bytesOf, withoutMark } from './source.js';
import { expandTemplates } from './templates/expand-templates.js';

export interface Beside {
  /** Texts of the files it may include, by the path or `library:` name that `include:` has. */
  files?: Readonly<Record<string, string>>;
}

/**
 * Checks a pipeline file: every problem at once, each with its place. Pure, and never throws for any text.
 * The language is YAML 1.2 (yaml.org/spec/1.2.2) without merge keys, in one document.
 */
export const parsePipeline = (file: string, { files = {} }: Beside = {}): ParseResult => {
  const source = withoutMark(file);
  const report = new Report(source);
  const findings = () => report.findings.map(explained);
  const failed = (): ParseResult => ({ findings: findings() });
  const bytes = bytesOf(source);
  if (bytes > largestFile) {
    const message = `the file has ${bytes} bytes, and ${largestFile} is the most`;
    report.add(0, '', {
      code: 'too-large',
      message,
      suggestion: 'split the pipeline, or move scripts into the repository',
    });
    return failed();
  }
  const room = aRoom();
  const document = readDocument(source, report);
  const located = document && locate(document, report, room);
  const { errors } = report;
  const expanded = located && expandTemplates(located, { files, report, room, bytes });
  // What a template would have given that is not there would be missed below.
  const isExpanded = report.errors === errors;
  const raw = expanded && pipeline(expanded, '', report);
  if (!raw || !isExpanded) return failed();
  const model = normalise(raw, report);
  checkExpressions(expanded, model, report);
  return report.hasErrors ? failed() : { model, findings: findings() };
};

const explained = (finding: Finding): Finding => {
  const docs = docsOf(finding.path);
  return docs === undefined ? finding : { ...finding, docs };
};
