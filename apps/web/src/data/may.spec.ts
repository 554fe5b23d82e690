import { may, projectShown, rolesToGive } from './may.js';

const who = (projects: Record<string, string>, more: { administrator?: boolean; scopes?: string[] } = {}) => ({
  administrator: false,
  projects,
  ...more,
});

describe('what somebody may', () => {
  it('is what the role in the project may', () => {
    const ann = who({ web: 'maintainer', shop: 'viewer' });
    expect(may(ann, 'secrets.write', 'web')).toBe(true);
    expect(may(ann, 'secrets.write', 'shop')).toBe(false);
    expect(may(ann, 'executions.read', 'other')).toBe(false);
    expect(may(ann, 'executions.read')).toBe(false);
    expect(may(ann, 'platform.manage')).toBe(false);
    expect(may(ann, 'signed-in')).toBe(true);
  });

  it('is nothing for nobody, and nothing by a role that is not known', () => {
    expect(may(null, 'signed-in')).toBe(false);
    expect(may(undefined, 'executions.read', 'web')).toBe(false);
    expect(may(who({ web: 'emperor' }), 'executions.read', 'web')).toBe(false);
  });

  it('is everything for an administrator, but what a token is not for', () => {
    expect(may(who({}, { administrator: true }), 'secrets.write', 'web')).toBe(true);
    expect(may(who({}, { administrator: true }), 'platform.manage')).toBe(true);
    const token = who({}, { administrator: true, scopes: ['executions.read'] });
    expect(may(token, 'executions.read')).toBe(true);
    expect(may(token, 'secrets.read', 'web')).toBe(false);
    expect(may(token, 'platform.manage')).toBe(false);
  });

  it('is to give roles up to the own one', () => {
    expect(rolesToGive(who({ web: 'maintainer' }), 'web')).toEqual(['viewer', 'developer', 'maintainer']);
    expect(rolesToGive(who({}), 'web')).toEqual([]);
    expect(rolesToGive(who({}, { administrator: true }), 'web')).toContain('owner');
  });
});

describe('the project that a page shows', () => {
  it('is the chosen one, the only one, or the usual one', () => {
    expect(projectShown(who({ a: 'viewer', b: 'viewer' }), 'b')).toBe('b');
    expect(projectShown(who({ a: 'viewer' }), undefined)).toBe('a');
    expect(projectShown(who({ a: 'viewer', default: 'viewer' }), undefined)).toBe('default');
    expect(projectShown(who({}, { administrator: true }), undefined)).toBe('default');
  });

  it('must be chosen among several', () => {
    expect(projectShown(who({ a: 'viewer', b: 'viewer' }), undefined)).toBeUndefined();
    expect(projectShown(who({}), undefined)).toBeUndefined();
    expect(projectShown(null, undefined)).toBeUndefined();
  });
});
