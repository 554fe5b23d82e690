import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armCrashes, crashPoints, type CrashScene, reach } from './index.js';

const real = process.kill.bind(process);
let kills: unknown[][];

beforeEach(() => {
  kills = [];
  process.kill = (...call: unknown[]) => {
    kills.push(call);
    return true;
  };
});
afterEach(() => {
  process.kill = real;
  armCrashes(undefined);
});

const died = () => {
  const count = kills.length;
  expect(kills).toEqual(kills.map(() => [process.pid, 'SIGKILL']));
  return count;
};

describe('a crash point', () => {
  it('does nothing unarmed', () => {
    for (const point of crashPoints) reach(point);
    expect(died()).toBe(0);
  });

  it('kills its process at the n-th reach, and at no other', () => {
    armCrashes('execution.claim.afterCommit#2,bus.keep.before');
    reach('execution.claim.afterCommit');
    reach('execution.claim.begin');
    expect(died()).toBe(0);
    reach('execution.claim.afterCommit');
    expect(died()).toBe(1);
    reach('execution.claim.afterCommit');
    expect(died()).toBe(1);
    reach('bus.keep.before');
    expect(died()).toBe(2);
  });

  it.each(['execution.claim.afterwards', 'execution.claim.begin#0', 'claim', ''])('is not made of %j', text => {
    expect(() => armCrashes(`${text},bus.keep.before`)).toThrow(
      expect.objectContaining({ code: 'bad-config', message: expect.stringContaining(JSON.stringify(text)) as string }),
    );
  });

  it('is suggested by names near to a wrong one', () => {
    expect(() => armCrashes('execution.claim.afterwards')).toThrow(
      expect.objectContaining({
        suggestions: [expect.stringContaining('execution.claim.begin, execution.claim.afterCommit'), expect.anything()],
      }),
    );
  });
});

describe('a folder of crash points', () => {
  let folder: string;
  beforeEach(() => armCrashes((folder = mkdtempSync(join(tmpdir(), 'yard-crash-')))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('fires a point once, when its file is there', () => {
    reach('bus.call.before');
    writeFileSync(join(folder, 'bus.call.before'), '');
    reach('bus.call.answered');
    expect(died()).toBe(0);
    reach('bus.call.before');
    expect(died()).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
    reach('bus.call.before');
    expect(died()).toBe(1);
  });

  it('counts from when the file is there', () => {
    reach('bus.call.before');
    writeFileSync(join(folder, 'bus.call.before'), '2');
    reach('bus.call.before');
    expect(died()).toBe(0);
    reach('bus.call.before');
    expect(died()).toBe(1);
  });

  it('leaves the point to whoever takes the file first', () => {
    let deaths = 0;
    const late: CrashScene = { die: () => (deaths += 1), read: () => '', remove: () => false };
    armCrashes('/somewhere', late);
    reach('bus.call.before');
    expect(deaths).toBe(0);
  });
});
