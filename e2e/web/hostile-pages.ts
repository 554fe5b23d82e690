import type { Seeded } from './hostile-seed.js';
import { image, lines, long, separated, texts, turned } from './hostile-strings.js';

/** What files and output hold comes without the signs that turn it. */
const read = [...lines, long(100), '<b>fdp.exe</b>', separated];
const named = [...lines, long(100), turned];

/** Every page, and what it must show as text. */
export const pages: readonly (readonly [name: string, path: (is: Seeded) => string, shows: readonly string[]])[] = [
  ['pipelines', () => '/pipelines', lines],
  ['charts', () => '/pipelines?tab=charts&project=default', []],
  ['a pipeline', is => `/pipelines/${is.pipeline}`, [image]],
  ['one that is disabled', is => `/pipelines/${is.disabled}`, [image]],
  ['its versions', is => `/pipelines/${is.pipeline}?tab=versions`, [image]],
  ['what starts it', is => `/pipelines/${is.pipeline}?tab=starts`, [image]],
  ['its file', is => `/pipelines/${is.pipeline}?tab=editor`, []],
  ['executions', () => '/executions', []],
  ['an execution', is => `/executions/${is.execution}`, lines],
  ['one step of it', is => `/executions/${is.execution}?step=${is.step}`, [image]],
  ['its picture', is => `/executions/${is.execution}?picture=waterfall`, lines],
  ['its artifacts', is => `/executions/${is.execution}?tab=artifacts`, [image]],
  ['its tests', is => `/executions/${is.execution}?tab=tests`, read],
  ['its findings', is => `/executions/${is.execution}?tab=findings`, read],
  ['its events', is => `/executions/${is.execution}?tab=events`, [image]],
  ['where it comes from', is => `/executions/${is.execution}?tab=about`, [image, lines[1] ?? '']],
  ['what was pulled', is => `/executions/${is.titled}?tab=about`, [image]],
  ['what was approved', is => `/executions/${is.gated.approved}?step=ask`, [image]],
  ['what was rejected', is => `/executions/${is.gated.rejected}?step=ask`, [image]],
  ['what was cancelled', is => `/executions/${is.gated.cancelled}`, [image]],
  [
    'output',
    is => `/executions/${is.execution}/log?attempt=${encodeURIComponent(is.attempt)}&line=1`,
    [...read, 'a link behind it', 'a title'],
  ],
  ['environments', () => '/environments', lines],
  ['one environment', () => `/environments?environment=${encodeURIComponent(image)}`, [image]],
  ['deliveries', () => '/webhooks?project=default', texts],
  ['a delivery of GitHub', is => `/webhooks?project=default&delivery=${is.deliveries.github}`, [image]],
  ['a delivery of GitLab', is => `/webhooks?project=default&delivery=${is.deliveries.gitlab}`, [image]],
  ['a delivery of anybody', is => `/webhooks?project=default&delivery=${is.deliveries.generic}`, [image]],
  ['notifications', () => '/notifications?project=default', named],
  ['the journal', () => '/notifications?project=default&tab=journal', [image]],
  ['secrets', () => '/secrets?project=default', named],
  ['projects', () => '/projects', named],
  ['a project', () => '/settings?project=constructor', [image]],
  ['members', () => '/members?project=default', [image, long(100), turned]],
  ['people', () => '/people', [image, long(100), turned]],
  ['tokens', () => '/tokens', named],
  ['tokens of services', () => '/tokens?tab=services&project=default', named],
  ['sessions', () => '/profile', [image]],
  ['a device', is => `/device?code=${is.code}`, [image]],
  ['audit', () => `/audit?who=${encodeURIComponent(image)}`, [image]],
  ['caches', () => '/caches?project=default', [image]],
  ['agents', () => '/agents', []],
  ['services', () => '/services', []],
  ['health', () => '/health', []],
];

/** Every address of a page, and some that none has. */
export const places: readonly string[] = [
  ...['/', '/sign-in', '/welcome', '/device', '/profile', '/projects', '/settings', '/health', '/executions'],
  ...['/pipelines', '/pipelines/new', '/agents', '/environments', '/services', '/webhooks', '/notifications'],
  ...['/secrets', '/members', '/people', '/tokens', '/audit', '/caches', '/pipelines/:id', '/executions/:id'],
  ...['/executions/:id/log', '/pipelines/:text', '/executions/:text', '/executions/:text/log', '/:text'],
];

const words = [
  ...['tab', 'name', 'q', 'text', 'branch', 'author', 'status', 'trigger', 'pipeline', 'step', 'attempt', 'line', 'at'],
  ...['picture', 'environment', 'before', 'after', 'state', 'outcome', 'delivery', 'from', 'to', 'days', 'sort'],
  ...['connector', 'who', 'action', 'kind', 'object', 'since', 'until', 'prefix', 'return', 'invitation', 'code'],
  ...['error', 'reason', '__proto__', 'constructor'],
];

/** The address of a place with a text wherever something can be said in it; the path without dots, which files have. */
export const addressOf = (
  place: string,
  text: string,
  { pipeline, execution }: Seeded,
  isOfProject = false,
): string => {
  const path = place
    .replace('/pipelines/:id', `/pipelines/${pipeline}`)
    .replace('/executions/:id', `/executions/${execution}`)
    .replace(':text', encodeURIComponent(text.replaceAll('.', '')));
  const query = new URLSearchParams([...words, ...(isOfProject ? ['project'] : [])].map(word => [word, text]));
  return `${path}?${query}#${encodeURIComponent(text)}`;
};
