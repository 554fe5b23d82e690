import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { SystemClock } from '@switchyard/kernel';
import { lastValueFrom, of, throwError } from 'rxjs';
import { FakeAuditLog, NotedTrouble } from '../../app/audit/audit.story.js';
import { ReadAudit } from '../../app/audit/read-audit.js';
import type { Seen, Snapshot, Snapshots } from '../../app/audit/snapshots.js';
import { WriteAudit } from '../../app/audit/write-audit.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { Audited } from './audited.js';

class Routes {
  @Audited('pipeline.switched', 'pipeline')
  change(): void {}

  look(): void {}
}

const world = (answer: unknown = { id: 'p1', name: 'web', project: 'shop', version: 2, enabled: false }) => {
  const log = new FakeAuditLog();
  const audit = new WriteAudit(log, new SystemClock(), new NotedTrouble());
  const asked: Snapshot[] = [];
  const snapshots: Pick<Snapshots, 'take'> = {
    take: async (wish): Promise<Seen> => {
      asked.push(wish);
      return { name: 'web', project: 'shop', state: { enabled: true } };
    },
  };
  const interceptor = new AuditInterceptor(new Reflector(), audit, snapshots as Snapshots);
  let called = 0;
  const run = async (more: object = {}, handler: () => void = Routes.prototype.change) => {
    const platform = { kind: 'platform', id: 'platform', name: 'owner', administrator: true, projects: new Map() };
    const request = { principal: platform, params: { id: 'p1' }, query: {}, headers: {}, ip: '203.0.113.7', ...more };
    const context = { getHandler: () => handler, switchToHttp: () => ({ getRequest: () => request }) };
    const next = {
      handle: () => {
        called += 1;
        return answer instanceof Error ? throwError(() => answer) : of(answer);
      },
    };
    return lastValueFrom(await interceptor.intercept(context as unknown as ExecutionContext, next));
  };
  const records = async () => (await new ReadAudit(log).list({}, undefined, 10)).records;
  return { log, audit, asked, run, records, calls: () => called };
};

describe('a route that changes something', () => {
  it('is recorded with who, where, what, before and after', async () => {
    const { run, records } = world();
    const principal = { kind: 'user', id: 'u1', name: 'Ann', administrator: false, projects: new Map() };
    await run({ principal, headers: { 'yard-actor': 'Eve' } });
    expect(await records()).toMatchObject([
      {
        action: 'pipeline.switched',
        by: { kind: 'user', id: 'u1', name: 'Ann' },
        from: '203.0.113.7',
        project: 'shop',
        on: { kind: 'pipeline', id: 'p1', name: 'web' },
        before: { enabled: true },
        after: { enabled: false },
      },
    ]);
  });

  it("goes by the name that the sender gives, where it is the platform's own token", async () => {
    const { run, records } = world();
    await run({ headers: { 'yard-actor': 'Ann' } });
    await run();
    expect((await records()).map(({ by }) => by)).toEqual([
      { kind: 'platform', id: 'platform', name: 'owner' },
      { kind: 'platform', id: 'platform', name: 'Ann' },
    ]);
  });

  it('does not happen while the audit cannot be written', async () => {
    const { log, run, records, calls } = world();
    log.away = true;
    await expect(run()).rejects.toMatchObject({ code: 'audit-unavailable' });
    expect([calls(), await records()]).toEqual([0, []]);
  });

  it('is told as made and not recorded when the audit goes away in between', async () => {
    const { log, audit, run, records } = world();
    log.append = async () => {
      throw new Error('the disk is full');
    };
    await expect(run()).rejects.toMatchObject({ code: 'not-audited-yet' });
    Reflect.deleteProperty(log, 'append');
    await audit.stop();
    expect(await records()).toHaveLength(1);
  });

  it('leaves no record when it is refused, or changed nothing', async () => {
    const refusing = world(new Error('no'));
    await expect(refusing.run()).rejects.toThrow('no');
    const same = world({ result: 'unchanged', pipeline: { id: 'p1' } });
    await same.run();
    expect([await refusing.records(), await same.records()]).toEqual([[], []]);
  });

  it.each([{ id: '../x' }, { id: 'x'.repeat(1_000) }, { id: '' }, {}])(
    'asks nobody about what is no id (%p)',
    async params => {
      const { run, asked } = world();
      await run({ params });
      expect(asked).toEqual([]);
    },
  );
});

describe('a route that changes nothing', () => {
  it('knows nothing of an audit', async () => {
    const { log, run, records } = world();
    log.away = true;
    await run({}, Routes.prototype.look);
    expect(await records()).toEqual([]);
  });
});
