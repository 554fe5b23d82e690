import type { PipelineModel } from '@switchyard/pipeline-file';
import { environmentOf, payloadOf } from './environment.js';
import { mostStepsOf } from './most-steps.js';
import { dueTick, mostCounted } from './ticks.js';

describe('what steps are told', () => {
  it('is what the trigger says, and nothing that it does not', () => {
    const facts = {
      type: 'pull_request' as const,
      actor: 'alice',
      at: '',
      pullRequest: 7,
      title: 'Better',
      branch: 'x',
    };
    expect(environmentOf(facts)).toEqual({ YARD_PULL_REQUEST: '7', YARD_TITLE: 'Better' });
  });

  it('holds the whole payload where there is room', () => {
    expect(payloadOf('{"a":"ü"}', 10, 4)).toEqual({ text: '{"a":"ü"}' });
  });

  it('is cut at a whole character, and says so, where many steps would carry it', () => {
    const { text, cut } = payloadOf('ü'.repeat(1_000), 2_000, 1_000);
    expect(text).toBe('ü'.repeat(131));
    expect(cut).toBe('YARD_PAYLOAD has the first 262 of 2000 bytes');
    expect(payloadOf('abc', 100_000, 1).cut).toBe('YARD_PAYLOAD has the first 3 of 100000 bytes');
  });

  it('counts every cell of every matrix', () => {
    const step = { matrix: { axes: { a: ['1', '2'], b: ['1', '2', '3'] }, include: [{ a: '9' }], exclude: [] } };
    const model = { stages: [{ steps: [step, {}] }, { steps: [{}] }] } as unknown as PipelineModel;
    expect(mostStepsOf(model)).toBe(9);
  });
});

describe('what is due of a schedule', () => {
  const everyTen = {
    after: (moment: number) => (Math.floor(moment / 10) + 1) * 10,
    before: (moment: number) => (Math.ceil(moment / 10) - 1) * 10,
  };

  it.each([
    [100, 99, undefined],
    [100, 100, { at: 100, missed: 0 }],
    [100, 109, { at: 100, missed: 0 }],
    [100, 135, { at: 130, missed: 3, firstMissed: 100 }],
    [100, 100_005, { at: 100_000, missed: mostCounted, firstMissed: 100 }],
  ])('next at %d, at %d: %j', (nextAt, now, due) => {
    expect(dueTick(everyTen, nextAt, now)).toEqual(due);
  });

  it('is the last there will ever be, where none follows', () => {
    const never = { after: () => undefined, before: () => undefined };
    expect(dueTick(never, 100, 900)).toEqual({ at: 100, missed: 0 });
  });
});
