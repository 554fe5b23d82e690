import type { ListExecutions } from '@switchyard/contracts';
import { type Millis, sortableId } from '@switchyard/kernel';

/** Which executions a query wants, as MongoDB asks. Every value is compared as it is: none of them can be an operator. */
export const filterOf = (query: Omit<ListExecutions, 'v' | 'limit'>): Record<string, unknown> => {
  const { project, pipelineId, status, branch, trigger, author, text } = query;
  return {
    ...equal('view.project', project),
    ...equal('view.pipelineId', pipelineId),
    ...equal('view.status', status),
    ...equal('view.trigger.branch', branch),
    ...equal('view.trigger.type', trigger),
    ...equal('view.trigger.actor', author),
    ...(text === undefined ? {} : { $or: places.map(place => ({ [place]: literally(text) })) }),
    ...range(query),
  };
};

const places = ['view.pipelineName', 'view.trigger.branch', 'view.trigger.commit', 'view.trigger.title'];
const equal = (path: string, value: string | undefined) => (value === undefined ? {} : { [path]: { $eq: value } });
const literally = (text: string) => new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i');

/** Ids begin with the time of their making. */
const range = ({ before, after, since, until }: Omit<ListExecutions, 'v' | 'limit'>) => {
  const [from, to] = [since, until].map(time => (time === undefined ? undefined : firstId(Date.parse(time))));
  const bounds = {
    ...bound('$lt', [before, to].filter(one => one !== undefined).sort()[0]),
    ...bound('$gt', after),
    ...bound('$gte', from),
  };
  return Object.keys(bounds).length > 0 ? { _id: bounds } : {};
};

const bound = (operator: string, id: string | undefined) => (id === undefined ? {} : { [operator]: id });

/** Ten characters hold 50 bits of milliseconds. */
const latest: Millis = 2 ** 50 - 1;
/** No execution that was made then or later has a smaller id. */
export const firstId = (at: Millis) => sortableId(Math.min(Math.max(Math.floor(at), 0), latest), new Uint8Array(16));
