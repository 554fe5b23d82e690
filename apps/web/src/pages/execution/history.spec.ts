import type { YardEvent } from '@switchyard/contracts';
import { aView, at } from '../../graph/a-view.story.js';
import { History, movedBy } from './history.js';

const count = 100;
const first = aView([{ id: 's', parallel: true, steps: Array.from({ length: count }, (_, n) => ({ id: `s${n}` })) }], {
  status: 'pending',
});
const event = (rev: number, type: string, data: object) =>
  ({ id: `${first.id}:${rev}`, type, time: at(rev), data: { ...data, v: 1, rev } }) as unknown as YardEvent;

const events = [
  event(1, 'execution.created', { execution: first }),
  event(2, 'execution.started', {}),
  ...first.steps.map(({ id }, n) =>
    event(n + 3, 'step.queued', { stepId: id, attemptId: `${first.id}.${id}.1`, n: 1, connector: 'shell', pool: 'p' }),
  ),
];

describe('the history of an execution', () => {
  it('tells how it was after each event, in whatever order it is asked', () => {
    const history = new History();
    history.add(events);
    expect(history.last).toBe(count + 2);
    const queued = (rev: number) => history.at(rev)?.steps.filter(({ status }) => status === 'queued').length;
    for (const rev of [102, 2, 64, 65, 63, 1, 40]) expect(queued(rev)).toBe(Math.max(0, rev - 2));
    expect([history.at(1)?.status, history.at(2)?.status]).toEqual(['pending', 'running']);
    expect(history.at(50)?.rev).toBe(50);
    expect(history.timeOf(3)).toBe(at(3));
  });

  it('has nothing before the first event and after the last', () => {
    const history = new History();
    expect(history.at(1)).toBeUndefined();
    history.add(events.slice(0, 2));
    expect([history.at(0), history.at(3), history.at(1.5)]).toEqual([undefined, undefined, undefined]);
  });

  it('takes each event once, and none too early', () => {
    const history = new History();
    history.add(events.slice(0, 10));
    history.add(events.slice(5, 12));
    history.add(events.slice(20));
    expect(history.last).toBe(12);
    expect(history.events.map(one => one.data.rev)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });
});

it.each([
  ['ArrowLeft', 5, 4],
  ['ArrowRight', 5, 6],
  ['ArrowRight', 100, 100],
  ['ArrowLeft', 1, 1],
  ['PageUp', 5, 15],
  ['PageDown', 5, 1],
  ['Home', 5, 1],
  ['End', 5, 100],
  ['a', 5, undefined],
])('the key %s takes the slider from %d to %s', (key, from, to) => {
  expect(movedBy(key, from, 100)).toBe(to);
});
