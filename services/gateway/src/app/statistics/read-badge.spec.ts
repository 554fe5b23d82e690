import type { GetPipelineReply, LatestExecutionsReply, PipelineId } from '@switchyard/contracts';
import { ReadBadge } from './read-badge.js';

const id = '01m84ywy6a68hprqsqj13hxz8x' as PipelineId;

const aBadge = (reply: Partial<GetPipelineReply> = {}, key = 'k'.repeat(32)) => {
  const asked: unknown[] = [];
  const pipelines = {
    get: async () => ({ result: 'found', pipeline: { id, name: 'web' }, yaml: '', ...reply }) as GetPipelineReply,
  };
  const latest = async (query: unknown) => {
    asked.push(query);
    return { pipelines: [{ pipelineId: id, runs: [{ status: 'success' }] }] } as LatestExecutionsReply;
  };
  return { asked, reading: new ReadBadge(pipelines, { latest }, key) };
};

describe('the badge of a pipeline', () => {
  it('is shown to who has its token, for a branch where one is named', async () => {
    const { reading, asked } = aBadge();
    expect(await reading.run(id, reading.tokenOf(id), 'main')).toContain('web: passing');
    expect(asked).toEqual([{ pipelineIds: [id], limit: 50, branch: 'main' }]);
  });

  it('tells nobody else anything: it is that of a pipeline that is not there', async () => {
    const { reading, asked } = aBadge();
    const other = '01m84ywy6a68hprqsqj13hxz8y' as PipelineId;
    const strange = aBadge({}, 'another key').reading;
    const told = await Promise.all([
      reading.run(id, undefined, undefined),
      reading.run(id, '', undefined),
      reading.run(id, reading.tokenOf(other), undefined),
      reading.run(id, strange.tokenOf(id), undefined),
    ]);
    const missing = aBadge({ result: 'missing' }).reading;
    expect([...new Set([...told, await missing.run(id, missing.tokenOf(id), undefined)])]).toHaveLength(1);
    expect([told[0]?.includes('unknown'), asked]).toEqual([true, []]);
  });
});
