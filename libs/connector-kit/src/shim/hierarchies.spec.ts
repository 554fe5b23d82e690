import { hierarchiesIn, ownGroup } from './hierarchies.js';

const line = (mount: string, type: string, options = 'rw', root = '/') =>
  `30 23 0:28 ${root} ${mount} rw,relatime shared:9 - ${type} ${type} ${options}`;

describe('hierarchiesIn', () => {
  it('prefers the unified one to the freezer and ignores the rest', () => {
    const mounts = [
      line('/sys/fs/cgroup/freezer', 'cgroup', 'rw,freezer'),
      line('/sys/fs/cgroup/cpu', 'cgroup', 'rw,cpu,cpuacct'),
      line('/sys/fs/cgroup/unified', 'cgroup2'),
      line('/tmp', 'tmpfs', 'rw,freezer'),
    ];
    expect(hierarchiesIn(mounts.join('\n'), 'freezer')).toEqual([
      { kind: 'cgroup2', mount: '/sys/fs/cgroup/unified', root: '/' },
      { kind: 'freezer', mount: '/sys/fs/cgroup/freezer', root: '/' },
    ]);
  });

  it('finds the one of another controller, wherever it is mounted', () => {
    const mounts = [line('/sys/fs/cgroup/freezer', 'cgroup', 'rw,freezer'), line('/odd', 'cgroup', 'rw,cpu,pids')];
    expect(hierarchiesIn(mounts.join('\n'), 'pids')).toEqual([{ kind: 'pids', mount: '/odd', root: '/' }]);
    expect(ownGroup({ kind: 'pids', mount: '/odd', root: '/' }, '6:freezer:/a\n5:cpu,pids:/b\n')).toBe('/odd/b');
  });

  it('reads mount points with spaces', () => {
    expect(hierarchiesIn(line('/odd\\040place', 'cgroup2'), 'freezer')).toMatchObject([{ mount: '/odd place' }]);
  });

  it.each(['', 'nonsense', ' - ', '1 2 3 - cgroup2'])('makes nothing usable of %j', text => {
    for (const { mount } of hierarchiesIn(text, 'freezer')) expect(mount).toBe('');
  });
});

describe('ownGroup', () => {
  const unified = { kind: 'cgroup2', mount: '/sys/fs/cgroup', root: '/' } as const;
  const freezer = { kind: 'freezer', mount: '/sys/fs/cgroup/freezer', root: '/' } as const;

  it.each([
    [unified, '0::/', '/sys/fs/cgroup'],
    [unified, '0::/user.slice/a.scope\n', '/sys/fs/cgroup/user.slice/a.scope'],
    [unified, '5:freezer:/x\n0::/y', '/sys/fs/cgroup/y'],
    [{ ...unified, root: '/docker/abc' }, '0::/docker/abc/d', '/sys/fs/cgroup/d'],
    [{ ...unified, root: '/docker/abc' }, '0::/elsewhere', undefined],
    [freezer, '6:freezer:/a:b\n0::/', '/sys/fs/cgroup/freezer/a:b'],
    [freezer, '6:cpu,freezer:/\n', '/sys/fs/cgroup/freezer'],
    [freezer, '0::/', undefined],
    [unified, '', undefined],
  ])('in %j of %j is %j', (hierarchy, membership, expected) => expect(ownGroup(hierarchy, membership)).toBe(expected));
});
