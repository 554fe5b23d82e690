import { type TriggerType, triggerTypes } from '@switchyard/contracts/words';
import type { TriggerModel } from '../model.js';
import type { Report } from '../report.js';
import {
  field,
  type Found,
  listOf,
  name,
  oneOf,
  type Place,
  type Reader,
  record,
  text,
  texts,
  turned,
} from '../shape.js';
import { finishedOf, statuses } from './finished.js';
import { everything, globs } from './globs.js';
import { inputs } from './inputs.js';
import { type Listening, together } from './placed.js';
import { events, usualPullRequestEvents } from './repository.js';
import { cron, scheduleOf } from './schedule.js';
import { timeZone } from './time-zone.js';

const long = true as const;

const config = record(
  {
    id: 'trigger-config',
    what: 'config of a trigger',
    doc: 'What a trigger of the long form listens to. Each type reads its own keys.',
  },
  {
    webhookUrl: field(text, {
      doc: "Of `webhook`; kept, the address is the platform's own.",
      example: '/hooks/web',
      long,
    }),
    cronExpression: field(cron, { doc: 'Of `schedule`: when.', example: "'30 4 * * *'", long }),
    timeZone: field(timeZone, { doc: 'Of `schedule`: whose clock.', default: 'UTC', example: 'Europe/Berlin', long }),
    branch: field(text, { doc: 'Of `schedule`: the branch it builds.', example: 'main', long }),
    branchPatterns: field(globs, {
      doc: 'Of pushes, pull requests and pipelines: branches.',
      absent: 'any',
      example: '[main]',
      long,
    }),
    pathPatterns: field(globs, {
      doc: 'Of pushes and pull requests: files that changed.',
      absent: 'any',
      example: "['src/**']",
      long,
    }),
    tagPatterns: field(globs, { doc: 'Of `tag`: tags.', absent: 'any', example: "['v*']", long }),
    repository: field(text, {
      doc: 'Of pushes, tags and pull requests.',
      absent: 'any',
      example: 'https://example.com/web.git',
      long,
    }),
    events: field(events, {
      doc: 'Of `webhook` and `pull_request`: kinds of event.',
      absent: 'the usual ones',
      example: '[opened]',
      long,
    }),
    inputs: field(inputs, { doc: 'Of `manual`: what is asked for.', example: '{ version: text }', long }),
    values: field(texts, { doc: 'Of `schedule`: values of inputs.', example: '{ version: nightly }', long }),
    pipeline: field(name, { doc: 'Of `pipeline`: its name.', example: 'build', long }),
    statuses: field(statuses, { doc: 'Of `pipeline`: how it ended.', default: 'success', example: '[failed]', long }),
  },
);
type RawConfig = Found<typeof config>;
type Key = keyof RawConfig['values'];

const trigger = record(
  {
    id: 'trigger',
    what: 'a trigger (trigger_type, config)',
    doc: 'What starts the pipeline, in the long form. The short one is `on:`.',
  },
  {
    triggerType: field(oneOf(triggerTypes), { doc: 'Its kind.', example: 'git_push', long }),
    config: field(config, { doc: 'What it listens to.', example: '{ branch_patterns: [main] }', long }),
  },
);

/** What each type reads. */
const readBy: Record<TriggerType, readonly Key[]> = {
  manual: ['inputs'],
  webhook: ['webhookUrl', 'events'],
  schedule: ['cronExpression', 'timeZone', 'branch', 'values'],
  git_push: ['branchPatterns', 'pathPatterns', 'repository'],
  tag: ['tagPatterns', 'repository'],
  pull_request: ['branchPatterns', 'pathPatterns', 'events', 'repository'],
  pipeline: ['pipeline', 'statuses', 'branchPatterns'],
};

type Values = RawConfig['values'];
type Made = TriggerModel | undefined;

const from = ({ repository }: Values) => (repository === undefined ? {} : { repository });
const changed = ({ branchPatterns = everything, pathPatterns = everything }: Values) => ({
  branches: branchPatterns,
  paths: pathPatterns,
});

const makers: Record<TriggerType, (values: Values, place: Place, report: Report) => Made> = {
  manual: () => ({ type: 'manual' }),
  webhook: ({ events: wanted = [], webhookUrl: url }) => ({
    type: 'webhook',
    events: wanted,
    ...(url === undefined ? {} : { url }),
  }),
  git_push: values => ({ type: 'git_push', ...changed(values), ...from(values) }),
  tag: values => ({ type: 'tag', tags: values.tagPatterns ?? everything, ...from(values) }),
  pull_request: values => ({
    type: 'pull_request',
    ...changed(values),
    events: values.events ?? usualPullRequestEvents,
    ...from(values),
  }),
  schedule: (values, place, report) =>
    scheduleOf({ ...values, cron: values.cronExpression, inputs: values.values }, place, 'cron_expression', report),
  pipeline: (values, place, report) =>
    finishedOf({ ...values, pipeline: values.pipeline, branches: values.branchPatterns }, place, 'pipeline', report),
};

const listeningOf = (raw: Found<typeof trigger>, place: Place, report: Report): Listening | undefined => {
  const { triggerType: type, config: read } = raw.values;
  if (type === undefined) return withoutType(raw, place, report);
  if (read) warnOfUnread(type, read, report);
  const inside = { offset: read?.offset ?? place.offset, path: raw.path('config') };
  const made = makers[type](read?.values ?? {}, inside, report);
  return made && { triggers: [{ trigger: made, ...place }], inputs: read?.values.inputs ?? [] };
};

const withoutType = ({ path }: Found<typeof trigger>, { offset }: Place, report: Report): undefined =>
  report.concerns(path('triggerType'))
    ? undefined
    : report.add(offset, path('triggerType'), {
        code: 'no-type',
        message: 'a trigger has no type',
        suggestion: `add trigger_type: with one of ${triggerTypes.join(', ')}`,
      });

const warnOfUnread = (type: TriggerType, { values, at, path }: RawConfig, report: Report): void => {
  for (const key of Object.keys(values) as Key[])
    if (!readBy[type].includes(key))
      report.add(at(key), path(key), {
        severity: 'warning',
        code: 'not-read',
        message: `a trigger of type ${type} does not read ${path(key).split('.').at(-1) ?? key}`,
        suggestion: 'leave it out, or give it to a trigger of another type',
      });
};

export const triggers: Reader<Listening> = turned(listOf(turned(trigger, listeningOf)), together);
