import fc from 'fast-check';
import { parsePipeline } from '../parse-pipeline.js';
import { aPipeline } from './any-pipeline.story.js';
import { formatPipeline } from './format-pipeline.js';
import type { Plain } from './plain.js';
import { printPipeline } from './print-pipeline.js';
import { shortPipeline } from './short-pipeline.js';

/** Keys in the words of the long form, and backwards, as nobody would write them. */
const lengthened = (value: unknown, level: string): unknown => {
  if (Array.isArray(value)) return value.map(one => lengthened(one, level));
  if (typeof value !== 'object' || value === null) return value;
  const map = level === 'steps' || level === 'always' ? longStep(value as Plain) : (value as Plain);
  const entries = Object.entries(map).map(([key, one]) => [
    words[key] ?? key,
    levels.includes(key) ? lengthened(one, key) : one,
  ]);
  return Object.fromEntries(entries.reverse());
};

const levels = ['stages', 'steps', 'always'];
const words: Partial<Record<string, string>> = {
  env: 'environment',
  if: 'condition',
  'continue-on-error': 'continue_on_error',
  'environment-name': 'environmentName',
};

const longStep = ({ run, image, env, connector, 'working-directory': where, config, ...others }: Plain): Plain => {
  const kind = connector ?? (image === undefined ? 'shell' : 'docker');
  const isLong =
    ['shell', 'docker'].includes(String(kind)) &&
    !(
      'docker' in others ||
      'kubernetes' in others ||
      'aws' in others ||
      'github' in others ||
      'null' in others ||
      'approval' in others
    );
  if (!isLong) return { run, image, env, connector, 'working-directory': where, config, ...others };
  const inside = { command: run, image, environment: env, working_directory: where, ...(config as Plain | undefined) };
  const said = Object.fromEntries(Object.entries(inside).filter(([, one]) => one !== undefined));
  return { ...others, step_type: kind, ...(others['name'] === undefined ? { name: nameOf(run) } : {}), config: said };
};

const nameOf = (run: unknown) => String(run).trim().split('\n')[0]?.slice(0, 60);

const yamlOf = (value: unknown) => `${JSON.stringify(value)}\n`;

const commented = (yaml: string, places: readonly number[]): string => {
  const lines = yaml.split('\n');
  const open = lines.flatMap((line, index) => (/^ *(?:- )?[a-z-]+:(?: |$)/.test(line) ? [index] : []));
  for (const [index, place] of places.entries()) {
    const at = open[place % open.length] ?? 0;
    const [indent = ''] = /^ */.exec(lines[at] ?? '') ?? [];
    lines[at] = `${indent}# comment ${index}\n${lines[at] ?? ''}`;
    open.splice(place % open.length, 1);
  }
  return lines.join('\n');
};

const commentsIn = (yaml: string) => [...yaml.matchAll(/^ *# comment \d+$/gm)].map(([one]) => one.trim()).sort();

describe('any pipeline that is formatted', () => {
  it.each([
    ['as it is printed', printPipeline],
    ['on one line', (model: Parameters<typeof printPipeline>[0]) => yamlOf(shortPipeline(model))],
    [
      'in the long form, backwards',
      (model: Parameters<typeof printPipeline>[0]) => yamlOf(lengthened(shortPipeline(model), '')),
    ],
  ])('%s keeps its model, and stays as it is when it is formatted again', (_what, write) => {
    fc.assert(
      fc.property(aPipeline, model => {
        const yaml = write(model);
        expect(parsePipeline(yaml).model).toEqual(model);
        const { text = '' } = formatPipeline(yaml);
        expect(parsePipeline(text).model).toEqual(model);
        expect(formatPipeline(text).text).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps comments above its lines', () => {
    fc.assert(
      fc.property(aPipeline, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (model, places) => {
        const yaml = commented(printPipeline(model), places);
        const { text = '' } = formatPipeline(yaml);
        expect(commentsIn(text)).toEqual(commentsIn(yaml));
        expect(parsePipeline(text).model).toEqual(model);
        expect(formatPipeline(text).text).toBe(text);
      }),
      { numRuns: 30 },
    );
  });
});
