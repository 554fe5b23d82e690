import { Controller, Delete, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { AccessGuard, Public } from '../access.guard.js';
import { PlatformAuthenticator } from '../../app/access/platform-authenticator.js';
import type { Permission } from '../../domain/access/permissions.js';
import { Admission } from './admission.js';
import { contextOf } from './house.story.js';
import { Needs } from './needs.js';
import { RouteCheck } from './route-check.js';
import { ScopedBy } from './scope.js';

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
      switchToHttp: () => ({ getRequest: () => request }),
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
