import { cgroupOf } from './cgroup.js';

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
