import type {
  ExecutionId,
  ExecutionStatus,
  ExecutionSummary,
  PipelineId,
  TriggerType,
  YardEvent,
} from '@switchyard/contracts';
import { executionStatuses } from '@switchyard/contracts/statuses';
import { triggerTypes } from '@switchyard/contracts/words';
import type { ListExecutionsOptions } from '@switchyard/client';

export const filterNames = ['status', 'branch', 'trigger', 'author', 'text', 'pipeline'] as const;
export const pageLength = 50;

type Words = Readonly<Record<string, string | undefined>>;

const among = <Word extends string>(words: readonly Word[], word: string | undefined): Word | undefined =>
  words.find(one => one === word);

/** What an address asks for; what no list can be narrowed to is left out, so that an old link still shows something. */
export const askedOf = (query: Words): ListExecutionsOptions => {
  const { project, branch, author, text, pipeline, before, after } = query;
  const status: ExecutionStatus | undefined = among(executionStatuses, query['status']);
  const trigger: TriggerType | undefined = among(triggerTypes, query['trigger']);
  const words = { project, status, trigger, branch, author, text, before, after };
  return {
    ...Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined && word !== '')),
    ...(pipeline ? { pipeline: pipeline as PipelineId } : {}),
    limit: pageLength,
  } as ListExecutionsOptions;
};

export const isFiltered = (query: Words): boolean => filterNames.some(name => query[name]);
/** The newest ones: what begins now belongs here. */
export const isFirstPage = ({ before, after }: Words): boolean => !before && !after;

/** Whether a list must be asked for anew: something of it changed, or there is something new that may belong to it. */
export const concerns = (
  { type, data }: Pick<YardEvent, 'type'> & { data: { executionId: ExecutionId } },
  shown: readonly Pick<ExecutionSummary, 'id'>[],
  isFirst: boolean,
): boolean => {
  if (!type.startsWith('execution.')) return false;
  return (isFirst && type === 'execution.created') || shown.some(({ id }) => id === data.executionId);
};

const triggerWords: Record<TriggerType, string> = {
  manual: 'by hand',
  webhook: 'webhook',
  schedule: 'schedule',
  git_push: 'push',
  tag: 'tag',
  pull_request: 'pull request',
  pipeline: 'after a pipeline',
};
export const triggerWord = (type: TriggerType): string => triggerWords[type];

/** What it ran for, in one line: the title, or the branch with the commit. */
export const subjectOf = ({ title, branch, tag, commit, pullRequest }: ExecutionSummary['trigger']): string =>
  [pullRequest === undefined ? undefined : `#${pullRequest}`, title, tag ?? branch, commit?.slice(0, 8)]
    .filter(Boolean)
    .join(' · ');
