import { EventEmitter, once } from 'node:events';
import { Controller, Delete, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { AccessGuard, Public } from '../access.guard.js';
import { aUser } from '../../app/access/projects.story.js';
import { PlatformAuthenticator } from '../../app/access/platform-authenticator.story.js';
import { HttpFault } from '@switchyard/http';
import type { Permission } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import type { ProjectId } from '@switchyard/contracts';
import { Admission } from './admission.js';
import { contextOf } from './house.story.js';
import { Needs } from './needs.js';
import { RouteCheck } from './route-check.js';
import { ScopedBy } from './scope.js';
import { Watched } from './watched.js';

const answer = () => 'x';

@Controller('/api/open')
class Forgotten {
  @Needs('executions.read')
  @Get()
  fine() {
    return answer();
  }

  @Get('/one')
  one() {
    return answer();
  }

  @Delete(['/two', '/three/'])
  two() {
    return answer();
  }
}

@Controller('/api/odd')
class Odd {
  @Public()
  @Needs('executions.read')
  @Get('/both')
  both() {
    return answer();
  }

  @Needs('everything' as Permission)
  @Get('/made-up')
  madeUp() {
    return answer();
  }

  @Needs('executions.read')
  @Get('/:id')
  object() {
    return answer();
  }
}

@Needs('executions.read')
@Controller('/api/well')
class Well {
  @Get()
  list() {
    return answer();
  }

  @Watched()
  @Get('/stream')
  stream() {
    return answer();
  }

  @ScopedBy('handler')
  @Get('/things/:id')
  thing() {
    return answer();
  }
}

const boot = async (controller: Type) => {
  @Module({})
  class House {}
  const application = await contextOf({
    module: House,
    imports: [DiscoveryModule],
    controllers: [controller],
    providers: [RouteCheck],
  });
  const routes = application.get(RouteCheck).routes();
  await application.close();
  return routes;
};

describe('the gateway', () => {
  it('does not start with a route that names no permission, and names each', async () => {
    await expect(boot(Forgotten)).rejects.toMatchObject({
      code: 'route-without-permission',
      message: expect.stringMatching(
        /GET \/api\/open\/one names no permission; DELETE \/api\/open\/three names .*; DELETE \/api\/open\/two names/,
      ),
    });
  });

  it('does not start with a route that says two things, nothing known, or not whose its object is', async () => {
    await expect(boot(Odd)).rejects.toMatchObject({
      message: expect.stringMatching(
        /GET \/api\/odd\/:id does not say .*; GET \/api\/odd\/both is public and needs .*; .* needs everything, which/,
      ),
    });
  });

  it('starts with what a controller says for all of its routes', async () => {
    expect(await boot(Well)).toEqual([
      { route: 'GET /api/well', isPublic: false, permission: 'executions.read', scope: 'named' },
      { route: 'GET /api/well/stream', isPublic: false, permission: 'executions.read', scope: 'named' },
      { route: 'GET /api/well/things/:id', isPublic: false, permission: 'executions.read', scope: 'handler' },
    ]);
  });
});

describe('the guard', () => {
  const token = 't'.repeat(32);
  const admission = new Admission({ find: async () => undefined });
  const guard = new AccessGuard(new Reflector(), new PlatformAuthenticator(token), admission);
  const ask = (controller: Type, name: string, authorization?: string) => {
    const handler = (controller.prototype as Record<string, () => unknown>)[name];
    const request = { headers: { authorization }, method: 'GET', routeOptions: { url: '/api/open/one' }, query: {} };
    const context = {
      getHandler: () => handler,
      getClass: () => controller,
      switchToHttp: () => ({ getRequest: () => request, getResponse: () => ({}) }),
    };
    return guard.canActivate(context as unknown as ExecutionContext);
  };

  it('refuses a route that says nothing to everybody, also to who may do everything', async () => {
    await expect(ask(Forgotten, 'one', `Bearer ${token}`)).rejects.toMatchObject({ status: 403 });
    await expect(ask(Forgotten, 'one')).rejects.toMatchObject({ status: 401, code: 'no-token' });
  });

  it('knows the token of the platform, however its scheme is written, and no other', async () => {
    expect(await ask(Well, 'list', `bearer ${token}`)).toBe(true);
    for (const wrong of [`Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Bearer ${token} x`, token, `Basic ${token}`])
      await expect(ask(Well, 'list', wrong)).rejects.toMatchObject({ status: 401 });
  });
});

describe('an answer that stays open', () => {
  class Answer extends EventEmitter {
    destroyed = false;
    destroy() {
      this.destroyed = true;
      this.emit('close');
    }
  }
  const executions = { alpha: '01m84ywyccwh2egkrpyg85s86c' };
  const begin = async (who: () => Promise<Principal | undefined>, url: string, query: object = {}) => {
    const raw = new Answer();
    let asked = 0;
    const told = new EventEmitter();
    const principalOf = async () => {
      asked += 1;
      told.emit(String(asked));
      return who();
    };
    const admission = new Admission({ find: async () => 'alpha' as ProjectId });
    const guard = new AccessGuard(new Reflector(), { principalOf }, admission, 1);
    const params = { id: executions.alpha };
    const request = { headers: { authorization: 'Bearer x' }, method: 'GET', routeOptions: { url }, query, params };
    const context = {
      getHandler: () => Well.prototype.stream,
      getClass: () => Well,
      switchToHttp: () => ({ getRequest: () => request, getResponse: () => ({ raw }) }),
    };
    expect(await guard.canActivate(context as unknown as ExecutionContext)).toBe(true);
    return { raw, times: (n: number) => once(told, String(n)), asked: () => asked };
  };
  const ofExecution = '/api/ci/executions/:id/stream';
  const viewer = aUser('ann', { alpha: 'viewer' });

  it.each<[string, string, object, Principal, Principal | undefined]>([
    ['has signed out', ofExecution, {}, viewer, undefined],
    ['has left the project', ofExecution, {}, viewer, aUser('ann', { beta: 'owner' })],
    ['has left the project it named', '/api/ci/events', { project: 'alpha' }, viewer, aUser('ann', { beta: 'owner' })],
    ['has come into another project only', '/api/ci/events', {}, viewer, aUser('ann', { beta: 'owner' })],
    ['is no administrator any more', '/api/ci/events', {}, aUser('ann', {}, { administrator: true }), viewer],
    ['has a token with other scopes', ofExecution, {}, viewer, { ...viewer, scopes: new Set() }],
  ])('is cut when its reader %s', async (_, url, query, before, after) => {
    let now: Principal | undefined = before;
    const { raw, times } = await begin(async () => now, url, query);
    await times(3);
    expect(raw.destroyed).toBe(false);
    const cut = once(raw, 'close');
    now = after;
    await cut;
    expect(raw.destroyed).toBe(true);
  });

  it('goes on while nobody can be asked, or the reader comes into more projects, and is forgotten at its end', async () => {
    const more = aUser('ann', { alpha: 'viewer', beta: 'viewer' });
    const answers = [
      viewer,
      new Error('the store is away'),
      new HttpFault(503, 'external-service', { code: 'x', message: 'x' }),
      more,
    ];
    let n = 0;
    const who = async () => {
      const answer = answers[n % answers.length];
      n += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const { raw, times, asked } = await begin(who, '/api/ci/events');
    await times(9);
    expect(raw.destroyed).toBe(false);
    expect(raw.listenerCount('close')).toBe(1);
    raw.emit('close');
    const before = asked();
    await new Promise(resolve => setImmediate(() => setTimeout(resolve, 5)));
    expect(asked()).toBe(before);
  });
});
