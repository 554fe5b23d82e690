import type { Finding } from '@switchyard/contracts';
import { isMap, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { type Beside, parsePipeline } from '../parse-pipeline.js';
import { pipeline, stage } from '../pipeline-shape.js';
import type { RecordShape } from '../shape.js';
import { withoutMark } from '../source.js';
import { step } from '../step-shape.js';
import type { TemplateKind } from '../templates/template.js';
import { asWritten, hasAliases, layOut } from './layout.js';
import { giveComment, lineOf, linesOf } from './pairs.js';
import { shortenFor } from './shorten.js';
import { tidy } from './tidy-map.js';

/** Without a text, the file has mistakes that must be mended first. */
export type Formatted = { text: string; findings: Finding[] } | { text?: undefined; findings: Finding[] };

/** What is not there to be read, and need not be to format a file. */
const elsewhere = ['unknown-include', 'unknown-template', 'template-file'];

/**
 * A pipeline or a template in the short form, its keys in their usual order, its comments kept; templates stay where
 * they are used. The model does not change. A file with anchors keeps its keys, and is only laid out. Pure, never throws.
 */
export const formatPipeline = (file: string, beside: Beside = {}): Formatted => {
  const { model, findings } = parsePipeline(file, beside);
  if (findings.some(({ severity, code }) => severity === 'error' && !elsewhere.includes(code))) return { findings };
  const document = parseDocument(withoutMark(file), {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    customTags: asWritten,
  });
  const { contents } = document;
  if (isMap(contents) && !hasAliases(document)) {
    const [first] = linesOf(contents);
    if (lineOf(contents, 'template')) tidyTemplate(contents);
    else tidy(contents, pipeline.parts, shortenFor(document, model));
    settle(contents, first?.pair);
  }
  return { text: layOut(document), findings };
};

const kinds: Record<TemplateKind, readonly RecordShape[]> = {
  pipeline: pipeline.parts,
  stages: stage.parts,
  stage: stage.parts,
  steps: step.parts,
  step: step.parts,
};

const order = ['template', 'description', 'include', 'parameters', ...Object.keys(kinds)];

/** What is laid over a template may have either form, so both stay. */
const tidyTemplate = (contents: YAMLMap): void => {
  for (const { name, pair } of linesOf(contents))
    if (Object.hasOwn(kinds, name)) tidy(pair.value, kinds[name as TemplateKind], () => undefined);
  const placed = linesOf(contents).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  contents.items = placed.map(({ pair }) => pair);
};

/** What stands above the first key stands above the file. */
const settle = (contents: YAMLMap, before: Pair | undefined): void => {
  const lines = linesOf(contents);
  const old = lines.find(({ pair }) => pair === before);
  const [first] = lines;
  if (old && first && old !== first) giveComment(old.key, first.key);
  if (first) first.key.spaceBefore = false;
};
