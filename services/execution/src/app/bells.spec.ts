import type { AttemptId, Pool, ProjectId, YardEvent } from '@switchyard/contracts';
import type { Effect } from '../domain/effects.js';
import { Bells, BellTrouble } from './bells.js';
import { StoryClock } from './engine.story.js';
import { Outside } from './ports.js';

class Rung extends Outside {
  readonly ids: string[] = [];
  full = false;
  async perform(effect: Effect): Promise<void> {
    if (this.full) throw new Error('maximum messages exceeded');
    if (effect.kind === 'ring') this.ids.push(effect.attemptId);
  }
}

class Noted extends BellTrouble {
  readonly ids: string[] = [];
  note(attemptId: AttemptId): void {
    this.ids.push(attemptId);
  }
}

const ring = (project: string, n: number): Effect => ({
  kind: 'ring',
  attemptId: `${project}.s.${n}` as AttemptId,
  project: project as ProjectId,
  connector: 'null',
  pool: 'default' as Pool,
  ring: '0',
});
const started = (project: string, n: number) =>
  ({ type: 'step.started', data: { attemptId: `${project}.s.${n}`, project } }) as unknown as YardEvent;

const aTower = () => {
  const [outside, trouble, clock] = [new Rung(), new Noted(), new StoryClock()];
  return { outside, trouble, clock, bells: new Bells(outside, trouble, clock, 15_000) };
};
const soon = () => new Promise(resolve => setImmediate(resolve));

describe('the bells of a pool', () => {
  it('are rung at once while few are unanswered, and then one for each answer, projects by turns', async () => {
    const { bells, outside } = aTower();
    for (let n = 1; n <= 100; n += 1) await bells.perform(ring('big', n), undefined);
    expect(outside.ids).toHaveLength(64);
    await bells.perform(ring('small', 1), undefined);
    for (const n of [1, 2, 3]) bells.heard(started('big', n));
    await soon();
    expect(outside.ids.slice(64)).toEqual(['big.s.65', 'small.s.1', 'big.s.66']);
  });

  it('are rung again where they are not answered, in their own place', async () => {
    const { bells, outside } = aTower();
    await bells.perform(ring('big', 1), undefined);
    await bells.perform({ ...ring('big', 1), ring: '1' } as Effect, undefined);
    expect(outside.ids).toEqual(['big.s.1', 'big.s.1']);
  });

  it.each(['step.started', 'step.skipped', 'step.retrying', 'step.finished'])(
    'make way for others at %s',
    async type => {
      const { bells, outside } = aTower();
      for (let n = 1; n <= 65; n += 1) await bells.perform(ring('big', n), undefined);
      bells.heard({ ...started('big', 1), type } as YardEvent);
      await soon();
      expect(outside.ids.at(-1)).toBe('big.s.65');
    },
  );

  it('are not rung where nobody is there to answer and the attempt can go on elsewhere', async () => {
    const outside = new Rung();
    const bells = new Bells(outside, new Noted(), new StoryClock(), 15_000, ({ connector }) => connector === 'null');
    await bells.perform({ ...ring('big', 1), movable: true } as Effect, undefined);
    await bells.perform(ring('big', 2), undefined);
    await bells.perform({ ...ring('big', 3), movable: true, connector: 'shell' } as Effect, undefined);
    expect(outside.ids).toEqual(['big.s.2', 'big.s.3']);
  });

  it('keep no place for what was answered elsewhere, unheard', async () => {
    const { bells, outside, clock } = aTower();
    for (let n = 1; n <= 65; n += 1) await bells.perform(ring('big', n), undefined);
    clock.at += 15_001;
    await bells.perform(ring('small', 1), undefined);
    expect(outside.ids.slice(64)).toEqual(['big.s.65', 'small.s.1']);
  });

  it('are not rung for what will not be run any more', async () => {
    const { bells, outside } = aTower();
    for (let n = 1; n <= 65; n += 1) await bells.perform(ring('big', n), undefined);
    bells.heard({ ...started('big', 65), type: 'step.skipped' } as YardEvent);
    bells.heard(started('big', 1));
    await soon();
    expect(outside.ids).toHaveLength(64);
  });

  it('are left to the next sweep when the stream is full', async () => {
    const { bells, outside, trouble } = aTower();
    outside.full = true;
    await bells.perform(ring('big', 1), undefined);
    expect(trouble.ids).toEqual(['big.s.1']);
    outside.full = false;
    await bells.perform({ ...ring('big', 1), ring: '1' } as Effect, undefined);
    expect(outside.ids).toEqual(['big.s.1']);
  });
});
