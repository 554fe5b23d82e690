import type { NotificationModel } from './model.js';
import { notificationMoments } from './model.js';
import type { Report } from './report.js';
import {
  anything,
  byKind,
  field,
  type Found,
  listOf,
  oneOf,
  oneOrMore,
  type Place,
  type Reader,
  reader,
  record,
  text,
  texts,
  turned,
  wrong,
} from './shape.js';

type Target = NotificationModel['target'];
type Told = Omit<NotificationModel, 'on'>;

const email = record(
  { id: 'email', what: 'email (to, subject)', doc: 'Tells somebody by mail.', rules: { required: ['to'] } },
  {
    to: field(oneOrMore(text), { doc: 'Whom.', example: 'team@example.com' }),
    subject: field(text, { doc: 'Its subject.', absent: 'what happened, in a line', example: 'The build is broken' }),
  },
);
const slack = record(
  { id: 'slack', what: 'slack (channel, secret, message)', doc: 'Tells a channel of Slack.' },
  {
    channel: field(text, { doc: 'Which one.', absent: "the connection's", example: "'#builds'" }),
    secret: field(text, { doc: 'The secret that holds its address.', absent: "the project's", example: 'slack' }),
    message: field(text, { doc: 'What it says.', absent: 'what happened, in a line', example: 'It is broken' }),
  },
);
const webhook = record(
  {
    id: 'notify-webhook',
    what: 'webhook (url, secret, headers)',
    doc: 'Posts what happened.',
    rules: { required: ['url'] },
  },
  {
    url: field(text, { doc: 'Where to.', example: 'https://example.com/hook' }),
    secret: field(text, { doc: 'The secret that signs it.', absent: 'it is not signed', example: 'hook' }),
    headers: field(texts, { doc: 'Headers on top.', example: '{ X-Team: web }' }),
  },
);
const github = record(
  { id: 'notify-github', what: 'github (repository, as, context)', doc: 'Tells GitHub, at the commit.' },
  {
    repository: field(text, { doc: 'Where.', absent: "the trigger's", example: 'team/web' }),
    as: field(oneOf(['status', 'comment'] as const), { doc: 'How.', default: 'status', example: 'comment' }),
    context: field(text, { doc: 'The name of the status.', absent: "the pipeline's", example: 'build' }),
  },
);

const plainMap: Reader<Record<string, unknown>> = reader(
  { schema: { type: 'object' }, words: 'map' },
  (value, path, report) =>
    value.kind === 'map'
      ? (anything(value, path, report) as Record<string, unknown>)
      : wrong(value, path, report, 'a map'),
);

const targets = ['email', 'slack', 'webhook', 'github'] as const;

const terms = record(
  {
    id: 'notification',
    what: 'a notification (email, slack, webhook, github)',
    doc: 'Whom to tell: one key says by what.',
    rules: { oneOf: [...targets, 'target_type', 'target-type', 'targetType'].map(key => ({ required: [key] })) },
  },
  {
    email: field(email, { doc: 'By mail.', example: '{ to: team@example.com }' }),
    slack: field(slack, { doc: 'In Slack.', example: "{ channel: '#builds' }" }),
    webhook: field(webhook, { doc: 'By a request.', example: '{ url: https://example.com/hook }' }),
    github: field(github, { doc: 'At the commit.', example: '{ as: comment }' }),
    targetType: field(oneOf(targets), { doc: 'By what, in the long form.', example: 'email', long: true }),
    config: field(plainMap, {
      doc: 'What that reads, in the long form.',
      example: '{ to: team@example.com }',
      long: true,
    }),
  },
);
type RawNotification = Found<typeof terms>;

const toldOf = (raw: RawNotification, place: Place, report: Report): Told | undefined => {
  const { targetType, config } = raw.values;
  const [target, ...others] = targets.filter(one => raw.values[one] !== undefined);
  const isLong = targetType !== undefined || config !== undefined;
  if (others.length > 0 || (target !== undefined && isLong)) return twoTargets(place, report);
  if (target !== undefined) return addressed({ target, config: { ...raw.values[target]?.values } }, place, report);
  return targetType === undefined ? noTarget(place, report) : { target: targetType, config: config ?? {} };
};

const twoTargets = ({ offset, path }: Place, report: Report): undefined =>
  report.add(offset, path, {
    code: 'two-targets',
    message: `${path} says more than one thing to tell by`,
    suggestion: 'make them entries of their own',
  });

const noTarget = ({ offset, path }: Place, report: Report): undefined =>
  report.concerns(path)
    ? undefined
    : report.add(offset, path, {
        code: 'no-target',
        message: `${path} does not say by what to tell`,
        suggestion: `add one of ${targets.join(', ')}`,
      });

const needed: Partial<Record<Target, string>> = { email: 'to', webhook: 'url' };

const addressed = (told: Told, { offset, path }: Place, report: Report): Told | undefined => {
  const key = needed[told.target];
  if (key === undefined || key in told.config || report.concerns(path)) return told;
  return report.add(offset, path, {
    code: 'no-address',
    message: `${path} does not say whom to tell`,
    suggestion: `add ${key}: to ${told.target}:`,
  });
};

const notification = turned(terms, toldOf);

const wanted = 'notifications such as slack: { channel: builds }, or a list of them';
const told: Reader<Told[]> = byKind({ map: turned(notification, one => [one]), list: listOf(notification) }, wanted);

const moments = record(
  { id: 'notifications', what: 'notifications (on-start, on-success, on-failure)', doc: 'Whom to tell of what.' },
  {
    onStart: field(told, { doc: 'When it starts.', example: "{ slack: { channel: '#builds' } }" }),
    onSuccess: field(told, { doc: 'When it ended well.', example: '[{ email: { to: team@example.com } }]' }),
    onFailure: field(told, { doc: 'When it did not.', example: '[{ slack: {} }, { github: { as: comment } }]' }),
  },
);

const keys = { start: 'onStart', success: 'onSuccess', failure: 'onFailure' } as const;

export const notifications: Reader<NotificationModel[]> = turned(moments, ({ values }) =>
  notificationMoments.flatMap(moment => (values[keys[moment]] ?? []).map(one => ({ on: moment, ...one }))),
);
