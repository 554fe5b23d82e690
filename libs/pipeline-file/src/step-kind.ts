import { distinct, oneOf, type Reader, reader } from './shape.js';

/** Spellings of step types: the plain words and the older ones with underscores. */
export const spellings = {
  shell: 'shell',
  docker: 'docker',
  kubernetes: 'kubernetes',
  aws: 'aws',
  a_w_s: 'aws',
  azure: 'azure',
  gcp: 'gcp',
  g_c_p: 'gcp',
  github: 'github',
  git_hub: 'github',
  gitlab: 'gitlab',
  git_lab: 'gitlab',
  custom: 'custom',
  null: 'null',
} as const;
export type StepKind = (typeof spellings)[keyof typeof spellings];

const everySpelling = Object.keys(spellings) as (keyof typeof spellings)[];
const readSpelling = oneOf(
  everySpelling,
  everySpelling.filter(word => !word.includes('_')),
);
export const stepKind: Reader<StepKind> = reader(readSpelling, (value, path, report) => {
  const found = readSpelling(value, path, report);
  return found && spellings[found];
});

/** One, or several to try in order. */
export const connectors = distinct(stepKind, { most: 9, what: 'a connector' });
