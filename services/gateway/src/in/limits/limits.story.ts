import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, type DynamicModule, Module, Post, Req, Res, type CanActivate } from '@nestjs/common';
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ProjectId } from '@switchyard/contracts';
import { ErrorFilter, watchRequests } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counting, type Span } from '../../app/limits/ports.js';
import type { Role } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import { partsOf, takeUploads, uploadRoute } from '../multipart.js';
import type { HttpLimits } from './http-limits.js';
import { hearOutWhoIsRefused } from './heard-out.js';
import { InFlight } from './in-flight.js';
import { rateGuard } from './rate.guard.js';
import { protect, serverLimits } from './server-limits.js';

export class MapCounting extends Counting {
  readonly spans = new Map<string, number>();

  async add(key: string, ttlMs: number): Promise<Span> {
    const count = (this.spans.get(key) ?? 0) + 1;
    this.spans.set(key, count);
    return { count, leftMs: ttlMs };
  }

  async look(): Promise<undefined> {
    return undefined;
  }

  async set(): Promise<void> {}

  async clear(key: string): Promise<void> {
    this.spans.delete(key);
  }
}

/** Says who it is by a header, as the real guard does by a token. */
class FakeAccess implements CanActivate {
  canActivate(context: Parameters<CanActivate['canActivate']>[0]): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest & { principal?: Principal }>();
    const [kind, id = ''] = String(request.headers['x-who'] ?? '').split(' ');
    if (kind !== 'user' && kind !== 'token' && kind !== 'platform') return true;
    const projects = new Map<ProjectId, Role>([['web' as ProjectId, 'developer']]);
    request.principal = { kind, id, name: id, administrator: kind === 'platform', projects };
    return true;
  }
}

let release: () => void = () => undefined;
export const releaseSlow = (): void => release();

@Controller()
class AnyController {
  @Get('/hello')
  hello(): object {
    return { hello: 'world' };
  }

  @Get('/slow')
  async slow(): Promise<object> {
    await new Promise<void>(resolve => (release = resolve));
    return { slow: true };
  }

  @Post('/echo')
  echo(@Body() body: unknown): object {
    return { length: JSON.stringify(body).length };
  }

  @Post(uploadRoute)
  async upload(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    return { parts: (await partsOf(request, reply)).map(({ field, text }) => [field, text.length]) };
  }
}

@Module({})
class AnyModule {}

export const usualLimits: HttpLimits = {
  perMinute: { ip: 0, user: 0, token: 0, project: 0 },
  trustedProxies: 0,
  requestMs: 30_000,
  cors: { origins: [], methods: ['GET', 'POST'], credentials: false },
};

export interface Door {
  url: string;
  port: number;
  /** Files that uploads were written to; there should be none. */
  written: string[];
  leave(patienceMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** A server with the real limits and a few routes. */
export const openDoor = async (
  wish: Partial<HttpLimits> = {},
  counting: Counting = new MapCounting(),
): Promise<Door> => {
  const limits = { ...usualLimits, ...wish };
  const adapter = new FastifyAdapter({ ...serverLimits(limits), genReqId: () => randomUUID() });
  const server = adapter.getInstance();
  watchRequests(server, 'gateway');
  const inFlight = new InFlight();
  inFlight.watch(server);
  await protect(server, limits);
  hearOutWhoIsRefused(server);
  await takeUploads(server);
  const written: string[] = [];
  server.addHook('onResponse', async request => void written.push(...(request.tmpUploads ?? [])));
  const guard = (buckets: Parameters<typeof rateGuard>[0]) => ({
    provide: APP_GUARD,
    inject: [Reflector],
    useFactory: (reflector: Reflector) => rateGuard(buckets, limits, counting, reflector),
  });
  const module: DynamicModule = {
    module: AnyModule,
    controllers: [AnyController],
    providers: [guard(['ip']), { provide: APP_GUARD, useClass: FakeAccess }, guard(['user', 'token', 'project'])],
  };
  const nest = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false });
  nest.useGlobalFilters(new ErrorFilter('gateway'));
  await nest.listen(0, '127.0.0.1');
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    url,
    port: Number(new URL(url).port),
    written,
    leave: patienceMs => inFlight.leave(server, patienceMs),
    stop: () => nest.close(),
  };
};

/** Sends bytes as they are. @returns all that comes back until the other side ends. */
export const raw = async (port: number, bytes: string | Buffer, { end = true } = {}): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  if (end) socket.end();
  return text(socket);
};
