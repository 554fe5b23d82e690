import type { TriggerModel } from '../model.js';
import type { Report } from '../report.js';
import {
  byKind,
  distinct,
  field,
  type Found,
  listOf,
  name,
  oneOf,
  type Place,
  type Reader,
  record,
  turned,
} from '../shape.js';
import { everything, globs } from './globs.js';
import { type Listening, listening, together } from './placed.js';

const ends = ['success', 'failed', 'cancelled', 'timeout'] as const;
export const statuses = distinct(oneOf(ends), { most: ends.length, what: 'a status' });

const terms = record(
  {
    id: 'finished',
    what: 'a pipeline that finished (name, status, branches)',
    doc: 'Starts when an execution of another pipeline of the project has ended. A name alone is one that ended well.',
    rules: { required: ['name'] },
  },
  {
    name: field(name, { doc: 'The other pipeline.', example: 'build' }),
    status: field(
      statuses,
      { doc: 'How it ended.', default: 'success', example: '[success, failed]' },
      'statuses',
      'status',
    ),
    branches: field(globs, { doc: 'On which branches.', absent: 'any', example: '[main]' }),
  },
);

interface Finished {
  pipeline: string | undefined;
  statuses?: (typeof ends)[number][] | undefined;
  branches?: Found<typeof globs> | undefined;
}

/** @param key what to add where the name is missing */
export const finishedOf = (
  { pipeline, statuses: wanted = ['success'], branches = everything }: Finished,
  { offset, path }: Place,
  key: string,
  report: Report,
): TriggerModel | undefined => {
  const named = pipeline?.trim() ?? '';
  if (named !== '') return { type: 'pipeline', pipeline: named, statuses: wanted, branches };
  if (report.concerns(`${path}.${key}`)) return undefined;
  return report.add(offset, path, {
    code: 'no-pipeline',
    message: `${path} names no pipeline to wait for`,
    suggestion: `add ${key}: with the name of a pipeline of the project`,
  });
};

const fromTerms = ({ values }: Found<typeof terms>, place: Place, report: Report): Listening | undefined => {
  const { name: pipeline, status, branches } = values;
  const trigger = finishedOf({ pipeline, statuses: status, branches }, place, 'name', report);
  return trigger && listening(trigger, place);
};

const one = {
  scalar: turned(name, (pipeline, place, report) => {
    const trigger = finishedOf({ pipeline }, place, 'name', report);
    return trigger && listening(trigger, place);
  }),
  map: turned(terms, fromTerms),
};
const wanted = 'the name of a pipeline, or lines of name:, status: and branches:';

export const finished: Reader<Listening> = byKind(
  { ...one, list: turned(listOf(byKind(one, wanted)), together) },
  wanted,
);
