import type { CheckInputsReply, PipelineId, ProjectId } from '@switchyard/contracts';
import { pipeline, StoppedClock } from './accept-trigger.story.js';
import { KnownInputs, oldestMs } from './known-inputs.js';

const nothing = { inputs: {} };
const project = 'default' as ProjectId;

const setUp = () => {
  const clock = new StoppedClock();
  const asked: unknown[] = [];
  const service = {
    version: 1,
    reply: undefined as CheckInputsReply | undefined,
    checkInputs: async (id: PipelineId, given: object): Promise<CheckInputsReply> => {
      asked.push([id, given]);
      const { version } = service;
      return service.reply ?? { result: 'ok', inputs: {}, pipeline: { project, name: pipeline.name, version } };
    },
  };
  const known = new KnownInputs(service, clock);
  const version = async () => {
    const reply = await known.check(pipeline.id, nothing);
    return reply.result === 'missing' ? undefined : reply.pipeline?.version;
  };
  return { clock, asked, service, known, version };
};

describe('what is known of triggers that give nothing', () => {
  it('is asked for once, also by many at once, and with their project', async () => {
    const { known, asked } = setUp();
    expect(known.projectOf(pipeline.id)).toBeUndefined();
    await Promise.all(Array.from({ length: 50 }, () => known.check(pipeline.id, nothing)));
    expect(asked).toEqual([[pipeline.id, nothing]]);
    expect(known.projectOf(pipeline.id)).toBe(project);
  });

  it('is forgotten at the news that the pipeline changed, also where the answer was on its way', async () => {
    const { known, service, version } = setUp();
    expect(await version()).toBe(1);
    service.version = 2;
    expect(await version()).toBe(1);
    known.drop(pipeline.id);
    expect(await version()).toBe(2);
    known.dropAll();
    const asking = version();
    service.version = 3;
    known.drop(pipeline.id);
    expect([await asking, await version()]).toEqual([2, 3]);
  });

  it('is two seconds old at most where the news was lost', async () => {
    const { clock, service, version } = setUp();
    await version();
    service.version = 2;
    clock.at += oldestMs - 1;
    expect(await version()).toBe(1);
    clock.at += 1;
    expect(await version()).toBe(2);
  });

  it('says nothing of triggers that give something', async () => {
    const { known, asked } = setUp();
    await known.check(pipeline.id, nothing);
    for (const given of [{ inputs: { level: 1 } }, { inputs: {}, repository: 'https://a.example/x' }]) {
      await known.check(pipeline.id, given);
      await known.check(pipeline.id, given);
    }
    expect(asked).toHaveLength(5);
  });

  it.each([
    ['that is not there', { result: 'missing' }],
    ['of a service that names no version', { result: 'ok', inputs: {} }],
    [
      'with a long answer',
      { result: 'ok', inputs: { a: 'x'.repeat(20_000) }, pipeline: { project: 'default', name: 'web', version: 1 } },
    ],
  ] as [string, CheckInputsReply][])('is not kept of a pipeline %s', async (_what, reply) => {
    const { known, asked, service } = setUp();
    service.reply = reply;
    for (let n = 0; n < 3; n += 1) await known.check(pipeline.id, nothing);
    expect(asked).toHaveLength(3);
  });

  it('is not kept where nobody answered', async () => {
    const { service, version } = setUp();
    const { checkInputs } = service;
    service.checkInputs = () => Promise.reject(new Error('away'));
    await expect(version()).rejects.toThrow('away');
    service.checkInputs = checkInputs;
    expect(await version()).toBe(1);
  });
});
