import type { TriggerView } from '@switchyard/contracts';
import type { Globs, TriggerModel } from '@switchyard/pipeline-file';

/** What a trigger is about, in short texts for people. */
export const describedOf = (trigger: TriggerModel): TriggerView => ({ type: trigger.type, what: whatOf(trigger) });

const whatOf = (trigger: TriggerModel): string[] => {
  switch (trigger.type) {
    case 'manual':
      return [];
    case 'git_push':
      return [...from(trigger), ...globs('branches', trigger.branches), ...globs('paths', trigger.paths)];
    case 'tag':
      return [...from(trigger), ...globs('tags', trigger.tags)];
    case 'pull_request':
      return [
        ...from(trigger),
        ...globs('into', trigger.branches),
        ...globs('paths', trigger.paths),
        ...listed('events', trigger.events),
      ];
    case 'schedule':
      return [`${trigger.cron} ${trigger.timeZone}`];
    case 'webhook':
      return listed('events', trigger.events);
    case 'pipeline':
      return [
        `after: ${trigger.pipeline}`,
        ...listed('when', trigger.statuses),
        ...globs('branches', trigger.branches),
      ];
  }
};

const from = ({ repository }: { repository?: string }): string[] =>
  repository === undefined ? [] : [`repository: ${repository}`];
const listed = (name: string, words: readonly string[]): string[] =>
  words.length === 0 ? [] : [`${name}: ${words.join(', ')}`];
const globs = (name: string, { only, except }: Globs): string[] => [
  ...listed(name, only),
  ...listed(`${name} but`, except),
];
