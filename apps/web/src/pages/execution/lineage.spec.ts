import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionSummary, ExecutionView } from '@switchyard/contracts';
import { aView } from '../../graph/a-view.story.js';
import { lineageOf } from './lineage.js';

const one = (id: string, of?: string): ExecutionView =>
  aView([], {
    id: id as ExecutionId,
    ...(of === undefined ? {} : { rerunOf: { executionId: of as ExecutionId, from: 'failed', actor: 'bob' } }),
  });

const known = [one('a'), one('b', 'a'), one('c'), one('d', 'b'), one('e', 'a'), one('f', 'c')];
const api = {
  execution: async (id: ExecutionId) => known.find(each => each.id === id) as ExecutionView,
  executions: async ({ after }: { after?: ExecutionId } = {}) => ({
    executions: known.filter(({ id }) => id > (after ?? '')).toReversed() as ExecutionSummary[],
  }),
} as Pick<YardClient, 'execution' | 'executions'>;

it.each(['a', 'b', 'd', 'e'])('finds all that repeat the same beginning, from %s', async id => {
  const found = await lineageOf(api, known.find(each => each.id === id) as ExecutionView);
  expect(found.map(each => each.id)).toEqual(['a', 'b', 'd', 'e']);
});

it('is alone where nothing was repeated', async () => {
  const lonely = one('z');
  expect(
    (await lineageOf({ ...api, executions: async () => ({ executions: [] }) }, lonely)).map(({ id }) => id),
  ).toEqual(['z']);
});
