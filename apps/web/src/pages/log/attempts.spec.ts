import type { ExecutionView } from '@switchyard/contracts';
import { attemptsIn, usualAttempt } from './attempts.js';

const steps = (...all: [name: string, status: string, attempts: string[]][]): ExecutionView['steps'] =>
  all.map(([name, status, attempts]) => ({
    name,
    status,
    attempts: attempts.map((one, n) => ({ id: `${name}.${n + 1}`, n: n + 1, status: one })),
  })) as unknown as ExecutionView['steps'];

const usual = (...all: Parameters<typeof steps>) => usualAttempt(attemptsIn({ steps: steps(...all) }))?.id;

describe('the output that is shown where none is asked for', () => {
  it('is that of what went wrong', () =>
    expect(usual(['a', 'success', ['done']], ['b', 'failed', ['done', 'done']], ['c', 'running', ['running']])).toBe(
      'b.2',
    ));
  it('else of what runs', () => expect(usual(['a', 'running', ['running']], ['b', 'success', ['done']])).toBe('a.1'));
  it('else the last', () => expect(usual(['a', 'success', ['done']], ['b', 'success', ['done']])).toBe('b.1'));
  it('is none where nothing has begun', () => expect(usual(['a', 'waiting', []])).toBeUndefined());
});
