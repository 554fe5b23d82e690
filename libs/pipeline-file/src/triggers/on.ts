import type { TriggerModel } from '../model.js';
import type { Report } from '../report.js';
import {
  byKind,
  distinct,
  field,
  type Found,
  oneOf,
  orNothing,
  type Place,
  type Reader,
  reader,
  record,
  turned,
} from '../shape.js';
import { finished, finishedOf } from './finished.js';
import { inputs } from './inputs.js';
import { type Listening, listening, together } from './placed.js';
import { anyPullRequest, anyPush, anyTag, anyWebhook, pullRequest, push, tag, webhook } from './repository.js';
import { scheduleOf, schedules } from './schedule.js';

const manualTerms = record(
  {
    id: 'manual',
    what: 'manual (inputs)',
    doc: 'What may be said when somebody starts it by hand, which is always possible.',
  },
  {
    inputs: field(inputs, {
      doc: 'What is asked for.',
      example: '{ version: text, dry-run: { type: boolean, default: true } }',
    }),
  },
);

const byHand: TriggerModel = { type: 'manual' };

const manual: Reader<Listening> = turned(
  orNothing(
    turned(manualTerms, ({ values }) => values.inputs ?? []),
    [],
  ),
  (asked, place) => ({ triggers: [{ trigger: byHand, ...place }], inputs: asked }),
);

const terms = record(
  {
    id: 'on',
    what: 'on',
    doc: 'What starts the pipeline. A word or a list of words is enough: `on: [push, pull_request]`. By hand and by the API it can always be started.',
  },
  {
    push: field(push, { doc: 'Commits that were pushed.', example: '{ branches: [main] }' }),
    pullRequest: field(pullRequest, { doc: 'Pull requests.', example: '{ branches: [main] }' }, 'pull_request'),
    tag: field(tag, { doc: 'Tags that were pushed.', example: "'v*'" }),
    schedule: field(schedules, {
      doc: 'Times of the clock.',
      example: "{ cron: '30 4 * * *', time-zone: Europe/Berlin }",
    }),
    webhook: field(webhook, { doc: 'Anything that posts to its address.', example: '{ events: [deployment] }' }),
    manual: field(manual, { doc: 'People, and what they must say.', example: '{ inputs: { version: text } }' }),
    pipeline: field(finished, { doc: 'Another pipeline that finished.', example: '{ name: build, branches: [main] }' }),
  },
);

const words = ['push', 'pull_request', 'pull-request', 'tag', 'schedule', 'webhook', 'manual', 'pipeline'] as const;

const ofWord = (word: (typeof words)[number], place: Place, report: Report): Listening | undefined => {
  const trigger = triggerOf(word, place, report);
  return trigger && listening(trigger, place);
};

const triggerOf = (word: (typeof words)[number], place: Place, report: Report): TriggerModel | undefined => {
  switch (word) {
    case 'push':
      return anyPush;
    case 'pull_request':
    case 'pull-request':
      return anyPullRequest;
    case 'tag':
      return anyTag;
    case 'webhook':
      return anyWebhook;
    case 'manual':
      return byHand;
    case 'schedule':
      return scheduleOf({ cron: undefined }, place, 'schedule', report);
    case 'pipeline':
      return finishedOf({ pipeline: undefined }, place, 'pipeline', report);
  }
};

/** Those that say enough alone. */
const alone = words.filter(one => one !== 'schedule' && one !== 'pipeline');
const readWord = oneOf(
  words,
  words.filter(one => one !== 'pull-request'),
);

const word = turned(reader({ ...readWord, schema: oneOf(alone).schema }, readWord), ofWord);

const everyOf = ({ values }: Found<typeof terms>): Listening =>
  together(Object.values(values).filter(one => one !== undefined));

/** A word, words, or what it listens to in lines. */
export const on: Reader<Listening> = byKind(
  {
    scalar: word,
    list: turned(distinct(word, { most: words.length, what: 'an event' }), together),
    map: turned(terms, everyOf),
  },
  'a word such as push, a list of words, or lines of events',
);
