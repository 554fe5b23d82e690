import { parsePipeline } from '@switchyard/pipeline-file';
import { CurrentPipelines } from './current-pipelines.js';
import { MemoryPipelines, MemoryVersions, newId, project, versionOf } from './pipelines.story.js';
import { FileParser } from './ports.js';
import { ReadModel } from './read-model.js';
import { ReadStarts } from './read-starts.js';
import { CronerCalendar } from '../out/croner-calendar.js';
import { SetClock } from './triggers.story.js';

class Parser extends FileParser {
  async parse(yaml: string) {
    return parsePipeline(yaml);
  }
}

const yaml = `
name: nightly
on:
  manual:
    inputs:
      target: { type: choice, options: [staging, production], default: staging, description: Where it goes }
      count: { type: number, required: true }
  push: { branches: [main, 'release/*'], paths: ['!docs/**'] }
  schedule: { cron: '0 3 * * *', time-zone: Europe/Berlin }
steps:
  - { name: one, run: 'true' }
`;

describe('what starts a pipeline', () => {
  const startsOf = async (text: string, disabled = false) => {
    const pipelines = new MemoryPipelines();
    const clock = new SetClock();
    const created = await pipelines.create(newId(), project, 'nightly', versionOf(text));
    if (!created) throw new Error('not created');
    if (disabled) await pipelines.mark(created, { disabled: { actor: 'ann', at: 'now' } });
    const current = new CurrentPipelines(pipelines, clock);
    const models = new ReadModel(new MemoryVersions(), new Parser());
    const reading = new ReadStarts(current, models, new CronerCalendar(), clock);
    return { clock, starts: await reading.run({ pipelineId: created.id }), reading };
  };

  it('is told with the inputs it asks for and the next times of its schedules', async () => {
    const { starts, clock } = await startsOf(yaml);
    if (starts.result !== 'found') throw new Error('missing');
    expect(starts.inputs.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['target', 'choice', false],
      ['count', 'number', true],
    ]);
    expect(starts.triggers).toEqual([
      { type: 'manual', what: [] },
      { type: 'git_push', what: ['branches: main, release/*', 'paths but: docs/**'] },
      { type: 'schedule', what: ['0 3 * * * Europe/Berlin'] },
    ]);
    const [schedule] = starts.schedules;
    expect(schedule?.next).toHaveLength(5);
    expect(schedule?.next).toEqual([...(schedule?.next ?? [])].sort());
    expect(Date.parse(schedule?.next[0] ?? '')).toBeGreaterThan(clock.now());
  });

  it('tells no times of one that is disabled', async () => {
    const off = await startsOf(yaml, true);
    expect(off.starts).toMatchObject({ result: 'found', schedules: [{ next: [] }] });
  });

  it('is missing where there is no pipeline', async () => {
    const { reading } = await startsOf(yaml);
    expect(await reading.run({ pipelineId: newId() })).toEqual({ result: 'missing' });
  });
});
