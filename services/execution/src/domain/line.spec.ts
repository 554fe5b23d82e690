import type { AttemptId, ProjectId } from '@switchyard/contracts';
import { Line } from './line.js';

const entry = (project: string, n: number) => ({
  project: project as ProjectId,
  attemptId: `${project}-${n}` as AttemptId,
});
const all = (line: Line<ReturnType<typeof entry>>) => {
  const seen: string[] = [];
  for (let next = line.next(); next; next = line.next()) seen.push(next.attemptId);
  return seen;
};

describe('the line for the bells of a pool', () => {
  it('lets projects take turns, whoever came with more', () => {
    const line = new Line<ReturnType<typeof entry>>();
    for (let n = 1; n <= 4; n += 1) line.add(entry('big', n));
    line.add(entry('small', 1));
    line.add(entry('tiny', 1));
    expect(all(line)).toEqual(['big-1', 'small-1', 'tiny-1', 'big-2', 'big-3', 'big-4']);
    expect(line.isEmpty).toBe(true);
  });

  it('keeps one place for each attempt, and gives it up', () => {
    const line = new Line<ReturnType<typeof entry>>();
    line.add(entry('a', 1));
    line.add(entry('a', 1));
    line.add(entry('a', 2));
    line.remove(entry('a', 1));
    line.remove(entry('b', 1));
    expect(all(line)).toEqual(['a-2']);
  });
});
