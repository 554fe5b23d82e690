import type { Globs, InputModel, PipelineModel, TriggerModel } from '../model.js';
import { usualPullRequestEvents } from '../triggers/repository.js';
import { filled, type Plain, present } from './plain.js';

type Model = Pick<PipelineModel, 'triggers' | 'inputs'>;

/** What starts a pipeline: below `on:`, or below `triggers:` where that cannot say it. */
export const triggerKeys = ({ triggers, inputs }: Model): Plain => {
  if (triggers.length === 0) return {};
  const groups = groupsOf(triggers);
  if (!groups) return { triggers: longTriggers({ triggers, inputs }) };
  const on = Object.fromEntries(groups.map(([key, all]) => [key, listening(all, inputs)]));
  const words = Object.keys(on);
  if (Object.values(on).some(value => value !== null)) return { on };
  return { on: words.length === 1 ? words[0] : words };
};

const keys: Record<TriggerModel['type'], string> = {
  git_push: 'push',
  pull_request: 'pull_request',
  tag: 'tag',
  schedule: 'schedule',
  webhook: 'webhook',
  manual: 'manual',
  pipeline: 'pipeline',
};

/** Triggers by their key, in order; undefined where one key would have to stand twice. */
const groupsOf = (triggers: TriggerModel[]): [string, TriggerModel[]][] | undefined => {
  const groups: [string, TriggerModel[]][] = [];
  for (const trigger of triggers) {
    const key = keys[trigger.type];
    const last = groups.at(-1);
    if (last?.[0] === key && (key === 'schedule' || key === 'pipeline')) last[1].push(trigger);
    else if (groups.some(([other]) => other === key) || hasAddress(trigger)) return undefined;
    else groups.push([key, [trigger]]);
  }
  return groups;
};

const hasAddress = (trigger: TriggerModel) => trigger.type === 'webhook' && trigger.url !== undefined;

const listening = (all: TriggerModel[], inputs: InputModel[]): unknown => {
  const values = all.map(one => shortOf(saidBy(one, inputs)));
  return values.length === 1 ? values[0] : values;
};

/** One thing a trigger says: its key in the short form and in the long one, and its value. */
type Said = [short: string, long: string, value: unknown];
type Of<Type extends TriggerModel['type']> = Extract<TriggerModel, { type: Type }>;

/** What each type says. */
const sayings: { [Type in TriggerModel['type']]: (trigger: Of<Type>, inputs: InputModel[]) => Said[] } = {
  manual: (_trigger, inputs) => [['inputs', 'inputs', inputs.length > 0 ? inputKeys(inputs) : undefined]],
  git_push: trigger => [...changes(trigger), ['repository', 'repository', trigger.repository]],
  tag: ({ tags, repository }) => [
    ['tags', 'tag_patterns', list(tags)],
    ['repository', 'repository', repository],
  ],
  pull_request: trigger => [
    ...changes(trigger),
    ['events', 'events', unless(usualPullRequestEvents, trigger.events)],
    ['repository', 'repository', trigger.repository],
  ],
  schedule: ({ cron, timeZone, branch, inputs }) => [
    ['cron', 'cron_expression', cron],
    ['time-zone', 'time_zone', timeZone === 'UTC' ? undefined : timeZone],
    ['branch', 'branch', branch],
    ['inputs', 'values', filled(inputs)],
  ],
  webhook: ({ url, events }) => [
    ['', 'webhook_url', url],
    ['events', 'events', filled(events)],
  ],
  pipeline: ({ pipeline, statuses, branches }) => [
    ['name', 'pipeline', pipeline],
    ['status', 'statuses', unless(['success'], statuses)],
    ['branches', 'branch_patterns', list(branches)],
  ],
};

const saidBy = (trigger: TriggerModel, inputs: InputModel[]): Said[] =>
  (sayings[trigger.type] as (one: TriggerModel, inputs: InputModel[]) => Said[])(trigger, inputs).filter(
    ([, , value]) => value !== undefined,
  );

const changes = ({ branches, paths }: { branches: Globs; paths: Globs }): Said[] => [
  ['branches', 'branch_patterns', list(branches)],
  ['paths', 'path_patterns', list(paths)],
];

/** Null where the key says enough. */
const shortOf = (said: Said[]): unknown => {
  const [first, ...others] = said;
  if (!first) return null;
  const [key, , value] = first;
  const isBare = others.length === 0 && ['branches', 'tags', 'cron', 'name'].includes(key);
  return isBare ? value : Object.fromEntries(said.map(([short, , one]) => [short, one]));
};

const unless = (usual: readonly string[], values: string[]): string[] | undefined =>
  values.join() === usual.join() ? undefined : values;

const list = ({ only: wanted, except }: Globs): string[] | undefined =>
  filled([...wanted, ...except.map(one => `!${one}`)]);

const inputKeys = (inputs: InputModel[]): Plain =>
  Object.fromEntries(
    inputs.map(({ name, type, description, required, default: usual, options }) => [
      name,
      onlyType({
        type: type === 'choice' ? undefined : type,
        description,
        required: required || undefined,
        default: usual,
        options: filled(options),
      }),
    ]),
  );

const onlyType = (terms: Plain): unknown => {
  const said = present(terms);
  return Object.keys(said).join() === 'type' ? said['type'] : said;
};

const longTriggers = ({ triggers, inputs }: Model): Plain[] => {
  const asking = triggers.findIndex(({ type }) => type === 'manual');
  return triggers.map((trigger, index) =>
    present({
      trigger_type: trigger.type,
      config: filled(
        Object.fromEntries(saidBy(trigger, index === asking ? inputs : []).map(([, long, value]) => [long, value])),
      ),
    }),
  );
};
