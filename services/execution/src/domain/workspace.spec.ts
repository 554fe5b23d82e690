import type { ExecutionStatus } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { workspaceMayGo } from './workspace.js';

const now = Date.UTC(2026, 0, 1);
const hour = 3_600_000;
const ended = (status: ExecutionStatus, agoMs: number) => ({ status, finishedAt: isoTime(now - agoMs) });

describe('the workspace of an execution', () => {
  it.each(['success', 'cancelled'] as const)('may go at once after %s', status =>
    expect(workspaceMayGo(ended(status, 0), now, hour)).toBe(true),
  );

  it.each(['failed', 'timeout'] as const)('is kept for its time after %s', status => {
    expect(workspaceMayGo(ended(status, 0), now, hour)).toBe(false);
    expect(workspaceMayGo(ended(status, hour - 1), now, hour)).toBe(false);
    expect(workspaceMayGo(ended(status, hour), now, hour)).toBe(true);
    expect(workspaceMayGo(ended(status, 0), now, 0)).toBe(true);
  });

  it.each(['pending', 'running'] as const)('stays while it is %s', status =>
    expect(workspaceMayGo({ status }, now, 0)).toBe(false),
  );

  it('may go when nobody knows the execution', () => expect(workspaceMayGo(undefined, now, hour)).toBe(true));
});
