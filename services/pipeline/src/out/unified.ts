import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Millis } from '@switchyard/kernel';
import type { Named } from '../app/ports.js';

/** Characters of one answer, which must fit one message. */
const largest = 1_048_576;
/** Also jsdiff's words for a side where there is no file. */
const nothing = '/dev/null';
const pipelineFile = 'pipeline.yaml';

/**
 * The changes from one version to the other, file by file.
 * @param patienceMs after which what is left is told as one text that goes and another that comes.
 */
export const unified = (from: Named, to: Named, patienceMs: Millis): string => {
  const until = performance.now() + patienceMs;
  const paths = new Set([...Object.keys(from.includes), ...Object.keys(to.includes)]);
  const parts = [partOf(pipelineFile, [from, fileOf(from)], [to, fileOf(to)], until)];
  for (const path of [...paths].sort())
    parts.push(partOf(path, [from, from.includes[path]], [to, to.includes[path]], until));
  return withinLimit(parts);
};

/** Before the first version there was no file. */
const fileOf = ({ version, yaml }: Named): string | undefined => (version === 0 ? undefined : yaml);

type Side = readonly [version: Named, text: string | undefined];

const partOf = (path: string, [from, before]: Side, [to, after]: Side, until: Millis): string => {
  if (before === after) return '';
  const name = (text: string | undefined) => (text === undefined ? nothing : path);
  const options = {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
    timeout: Math.max(1, until - performance.now()),
  };
  const headers = [`version ${from.version}`, `version ${to.version}`] as const;
  return (
    createTwoFilesPatch(name(before), name(after), before ?? '', after ?? '', ...headers, options) ??
    wholly(path, before ?? '', after ?? '', headers)
  );
};

/** Two texts that have too little in common to be compared in time: the one goes, the other comes. */
const wholly = (path: string, before: string, after: string, [from, to]: readonly [string, string]): string => {
  const [gone, come] = [linesOf(before), linesOf(after)];
  const range = (lines: string[]) => `${lines.length === 0 ? 0 : 1},${lines.length}`;
  return [
    `--- ${path}\t${from}`,
    `+++ ${path}\t${to}`,
    `@@ -${range(gone)} +${range(come)} @@`,
    ...marked('-', gone, before),
    ...marked('+', come, after),
    '',
  ].join('\n');
};

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

const marked = (sign: string, lines: string[], text: string): string[] => [
  ...lines.map(line => `${sign}${line}`),
  ...(text === '' || text.endsWith('\n') ? [] : ['\\ No newline at end of file']),
];

const withinLimit = (parts: string[]): string => {
  let room = largest;
  const fitting = parts.map(part => {
    room -= part.length;
    if (room >= 0 || part === '') return part;
    room += part.length;
    return `${part.split('\n', 2).join('\n')}\n# ${part.length} characters: too long to be shown\n`;
  });
  return fitting.join('');
};
