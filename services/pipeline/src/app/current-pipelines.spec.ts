import { CurrentPipelines, oldestMs } from './current-pipelines.js';
import { MemoryPipelines, newId, project, StandingClock, versionOf } from './pipelines.story.js';
import type { StoredPipeline } from './ports.js';

describe('current pipelines', () => {
  const setUp = async (yaml = 'a') => {
    const [pipelines, clock] = [new MemoryPipelines(), new StandingClock()];
    const row = await pipelines.create(newId(), project, 'web', versionOf(yaml));
    if (!row) throw new Error('not created');
    const change = () => pipelines.update(pipelines.rows.get(row.id) ?? row, versionOf('b'));
    return { pipelines, clock, id: row.id, change, current: new CurrentPipelines(pipelines, clock) };
  };

  it('are read once while they are asked for', async () => {
    const { pipelines, current, id } = await setUp();
    await Promise.all([current.find(id), current.find(id)]);
    await current.find(id);
    expect(pipelines.asked).toBe(1);
  });

  it('are right after five seconds without any news, and at once with it', async () => {
    const { current, clock, id, change } = await setUp();
    await current.find(id);
    await change();
    clock.passed = oldestMs - 1;
    expect(await current.find(id)).toMatchObject({ version: 1 });
    clock.passed = oldestMs;
    expect(await current.find(id)).toMatchObject({ version: 2 });
    await change();
    current.drop(id);
    expect(await current.find(id)).toMatchObject({ version: 3 });
    await change();
    current.dropAll();
    expect(await current.find(id)).toMatchObject({ version: 4 });
  });

  it('that were being read while news came are read again', async () => {
    const { pipelines, current, id, change } = await setUp();
    const find = pipelines.find.bind(pipelines);
    let answer: () => void = () => undefined;
    const before = await find(id);
    pipelines.find = () => new Promise<StoredPipeline | undefined>(resolve => (answer = () => resolve(before)));
    const slow = current.find(id);
    pipelines.find = find;
    await change();
    current.drop(id);
    const next = await current.find(id);
    answer();
    expect([(await slow)?.version, next?.version]).toEqual([1, 2]);
    expect(await current.find(id)).toMatchObject({ version: 2 });
  });

  it('are not remembered when they are missing, could not be read, or are large', async () => {
    const { pipelines, current } = await setUp();
    const id = newId();
    expect(await current.find(id)).toBeUndefined();
    const find = pipelines.find.bind(pipelines);
    pipelines.find = () => Promise.reject(new Error('away'));
    await expect(current.find(id)).rejects.toThrow('away');
    pipelines.find = find;
    await pipelines.create(id, project, 'late', versionOf('x'.repeat(70_000)));
    expect(await current.find(id)).toMatchObject({ version: 1 });
    const { asked } = pipelines;
    await current.find(id);
    expect(pipelines.asked).toBe(asked + 1);
  });
});
