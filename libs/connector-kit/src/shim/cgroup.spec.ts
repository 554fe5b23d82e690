import { cgroupOf, hierarchiesIn, ownGroup } from './cgroup.js';

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
    expect(hierarchiesIn(mounts.join('\n'))).toEqual([
      { kind: 'cgroup2', mount: '/sys/fs/cgroup/unified', root: '/' },
      { kind: 'freezer', mount: '/sys/fs/cgroup/freezer', root: '/' },
    ]);
  });

  it('reads mount points with spaces', () => {
    expect(hierarchiesIn(line('/odd\\040place', 'cgroup2'))).toMatchObject([{ mount: '/odd place' }]);
  });

  it.each(['', 'nonsense', ' - ', '1 2 3 - cgroup2'])('makes nothing usable of %j', text => {
    for (const { mount } of hierarchiesIn(text)) expect(mount).toBe('');
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

describe('cgroupOf', () => {
  const parent = { kind: 'cgroup2', path: '/sys/fs/cgroup' } as const;

  it('names the attempt and tells equal names in different folders apart', () => {
    const [one, two] = [cgroupOf(parent, '/a/x.build.1'), cgroupOf(parent, '/b/x.build.1')];
    expect(one.path).toMatch(/^\/sys\/fs\/cgroup\/switchyard-x\.build\.1-[0-9a-f]{12}$/);
    expect(one.path).not.toBe(two.path);
  });

  it('makes one plain path component of any name', () => {
    expect(cgroupOf(parent, `/a/\n .. ${'ü'.repeat(300)}`).path).toMatch(
      /^\/sys\/fs\/cgroup\/switchyard-[\w.-]{1,141}$/,
    );
  });
});
