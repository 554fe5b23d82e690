import {
  judgeClock,
  judgeDirectory,
  judgeDisk,
  judgeGroups,
  judgeNats,
  judgeNode,
  judgeServer,
  judgeToken,
} from './judge.js';

const now = Date.parse('2026-11-27T10:00:00.000Z');

describe('the doctor', () => {
  it.each([
    [judgeNode('v20.18.3'), 'problem'],
    [judgeNode('v18.20.0'), 'problem'],
    [judgeNode('v20.19.0'), 'fine'],
    [judgeNode('v24.1.0'), 'fine'],
    [judgeDisk(500e6), 'problem'],
    [judgeDisk(3e9), 'warning'],
    [judgeDisk(100e9), 'fine'],
    [judgeClock(Date.UTC(1970, 0, 2), undefined), 'problem'],
    [judgeClock(now, undefined), 'fine'],
    [judgeClock(now, 900), 'fine'],
    [judgeClock(now, -5_000), 'warning'],
    [judgeClock(now, 60_000), 'problem'],
    [judgeNats(undefined), 'warning'],
    [judgeNats('/usr/sbin/nats-server'), 'fine'],
    [judgeDirectory('/data', undefined), 'fine'],
    [judgeDirectory('/data', 'EACCES'), 'problem'],
    [judgeToken('/data/token', undefined), 'fine'],
    [judgeToken('/data/token', 0o100600), 'fine'],
    [judgeToken('/data/token', 0o100604), 'problem'],
    [judgeGroups(undefined), 'warning'],
    [judgeGroups('/sys/fs/cgroup/x'), 'fine'],
  ])('says of %o that it is: %s', (finding, state) => {
    expect(finding.state).toBe(state);
    expect(finding.suggestion === undefined).toBe(state === 'fine');
  });

  const url = 'https://ci.example.com';
  const health = { status: 'healthy' as const, version: '1.2.3', down: [] };
  it.each([
    [{ url, trouble: 'nobody answers' }, ['server problem']],
    [{ url }, ['access problem']],
    [{ url, who: 'ann', health }, ['server fine', 'access fine']],
    [{ url, who: 'ann', health: { ...health, version: '1.2.2' } }, ['server warning', 'access fine']],
    [{ url, who: 'ann', health: { ...health, down: ['nats'] } }, ['server problem', 'access fine']],
  ])('says of a platform that answers %p: %p', (answered, said) =>
    expect(judgeServer(answered, '1.2.3').map(({ name, state }) => `${name} ${state}`)).toEqual(said),
  );
});
