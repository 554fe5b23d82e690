import type { ExecutionId, PipelineId } from '@switchyard/contracts';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import { decideTrigger } from './decide-trigger.js';
import type { EndOfPipeline, TriggerEvent } from './event.js';
import { scheduleIdOf } from './schedule-id.js';

const at = '2026-11-23T12:30:00.000Z';
const globs = (...only: string[]) => ({ only, except: [] as string[] });
const aModel = (...triggers: TriggerModel[]) => ({ name: 'web', triggers }) as unknown as PipelineModel;
const decide = (model: PipelineModel, event: TriggerEvent, pipelineId = 'web-id') =>
  decideTrigger({ pipelineId, model, at }, event);
const reasonOf = (verdict: ReturnType<typeof decide>) => (verdict.run ? 'it runs' : verdict.reason);

describe('a tick', () => {
  const schedule = {
    type: 'schedule',
    cron: '0 3 * * *',
    timeZone: 'UTC',
    branch: 'main',
    inputs: { level: '2' },
  } as const;

  it('of a schedule the pipeline has runs, with its branch and its inputs', () => {
    const id = scheduleIdOf('web-id', schedule);
    const event = { kind: 'schedule' as const, schedule: id, tick: `${id}@2026-11-23T03:00Z` };
    expect(decide(aModel(schedule), event)).toEqual({
      run: true,
      facts: { type: 'schedule', branch: 'main', tick: event.tick, actor: 'schedule 0 3 * * * (UTC)', at },
      inputs: { level: '2' },
    });
    expect(reasonOf(decide(aModel(), event))).toBe('web has no such schedule any more');
  });

  it('belongs to what the schedule says, and to its pipeline', () => {
    const ids = [
      scheduleIdOf('a', schedule),
      scheduleIdOf('b', schedule),
      scheduleIdOf('a', { ...schedule, timeZone: 'Europe/Berlin' }),
      scheduleIdOf('a', { ...schedule, inputs: { level: '3' } }),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(scheduleIdOf('a', { ...schedule })).toBe(ids[0]);
  });
});

describe('the end of a pipeline', () => {
  const link = (name: string) => ({ id: `${name}-id` as PipelineId, name });
  const end = (more: Partial<EndOfPipeline> = {}): TriggerEvent => ({
    kind: 'end',
    end: {
      execution: '01m84ywyccwh2egkrpyg85s86c' as ExecutionId,
      status: 'success',
      branch: 'main',
      commit: '81d4d56',
      depth: 0,
      chain: [link('build')],
      ...more,
    },
  });
  const follows = (more = {}): TriggerModel => ({
    type: 'pipeline',
    pipeline: 'build',
    statuses: ['success'],
    branches: globs('main'),
    ...more,
  });

  it('starts what waits for it, with the same commit, and one deeper', () => {
    expect(decide(aModel(follows()), end({ depth: 2 }))).toEqual({
      run: true,
      facts: {
        type: 'pipeline',
        branch: 'main',
        commit: '81d4d56',
        after: '01m84ywyccwh2egkrpyg85s86c',
        depth: 3,
        actor: 'pipeline build',
        at,
      },
      inputs: {},
    });
  });

  it.each([
    [{ status: 'failed' as const }, 'it ended with failed, and only success starts this'],
    [{ branch: 'dev' }, 'branch dev matches none of main'],
    [{ chain: [link('other')] }, 'web does not wait for the end of other'],
  ])('with %j: %s', (more, reason) => {
    expect(reasonOf(decide(aModel(follows()), end(more)))).toBe(reason);
  });

  it('starts nothing that would start itself again, and names the chain', () => {
    const chain = ['first', 'web', 'test', 'build'].map(link);
    expect(reasonOf(decide(aModel(follows()), end({ chain, depth: 3 })))).toBe(
      'web would start itself again: web → test → build → web',
    );
    const own = { ...follows({ pipeline: 'web' }) };
    expect(reasonOf(decide(aModel(own), end({ chain: [link('web')] })))).toBe(
      'web would start itself again: web → web',
    );
  });

  it('starts nothing more after ten', () => {
    expect(decide(aModel(follows()), end({ depth: 9 })).run).toBe(true);
    expect(reasonOf(decide(aModel(follows()), end({ depth: 10, chain: ['a', 'build'].map(link) })))).toBe(
      '10 pipelines have started one another already: a → build',
    );
  });
});

it('by hand always runs', () => {
  expect(decide(aModel(), { kind: 'manual', actor: 'bob', branch: 'x' })).toEqual({
    run: true,
    facts: { type: 'manual', actor: 'bob', branch: 'x', at },
    inputs: {},
  });
});
