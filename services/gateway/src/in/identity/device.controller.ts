import { Body, Controller, Get, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import {
  type DeviceAnswer,
  DeviceBody,
  DeviceCodeBody,
  DeviceQuery,
  type DeviceTokenAnswer,
  DeviceTokenBody,
  type DeviceView,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { isoTime, never } from '@switchyard/kernel';
import type { FastifyRequest } from 'fastify';
import { type Asked, type Found, LetDeviceIn } from '../../app/identity/let-device-in.js';
import type { Principal } from '../../domain/access/principal.js';
import { tokenDays } from '../../domain/identity/api-token.js';
import type { Device } from '../../domain/identity/device.js';
import { Needs } from '../access/needs.js';
import { Public } from '../access.guard.js';
import { tooEarly, viewOfToken } from './answers.js';
import { fromOf, fromThisSite, Person } from './caller.js';
import { Cookies } from './cookies.js';
import { scopeOf } from './tokens.controller.js';

/** Below the address of the platform: where people type the code. */
const page = '/device';

/** Letting programs in that have no browser: the device grant of RFC 8628, with bodies and errors as everywhere here. */
@Controller('/api/sessions/device')
export class DeviceController {
  constructor(
    private readonly devices: LetDeviceIn,
    private readonly cookies: Cookies,
  ) {}

  /** The answer has a secret of the program, and a short code that it shows. */
  @Public()
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async begin(
    @Body() { name, days = tokenDays.usual, scopes }: DeviceBody,
    @Req() request: FastifyRequest,
  ): Promise<DeviceAnswer> {
    fromThisSite(request, this.cookies.publicUrl);
    const wish = { name, days, ...(scopes ? { scopes: scopes.map(scopeOf) } : {}) };
    const begun = await this.devices.begin(wish, fromOf(request));
    if (begun.result !== 'ok') throw tooMany();
    const { deviceCode, userCode, expiresMs, intervalMs } = begun;
    const verificationUri = `${this.cookies.publicUrl ?? ''}${page}`;
    return {
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?code=${userCode}`,
      expiresIn: expiresMs / 1_000,
      interval: intervalMs / 1_000,
    };
  }

  /** Asked again and again, at the interval; the token is given once. */
  @Public()
  @Post('/token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async ask(@Body() { deviceCode }: DeviceTokenBody, @Req() request: FastifyRequest): Promise<DeviceTokenAnswer> {
    fromThisSite(request, this.cookies.publicUrl);
    const asked = await this.devices.ask(deviceCode, fromOf(request));
    if (asked.result !== 'ok') throw notYet(asked);
    const { user, made } = asked;
    return {
      token: made.token,
      view: viewOfToken(made.kept),
      user: { id: user.id, login: user.login, name: user.name },
      message: 'keep it: it is not shown again',
    };
  }

  /** Looking changes nothing. */
  @Needs('signed-in')
  @Get()
  @Header('cache-control', 'no-store')
  async look(
    @Person() who: Principal,
    @Query() { code }: DeviceQuery,
    @Req() request: FastifyRequest,
  ): Promise<DeviceView> {
    return viewOf(deviceIn(await this.devices.look(who, code, fromOf(request))));
  }

  @Needs('signed-in')
  @Post('/confirm')
  @HttpCode(200)
  async confirm(
    @Person() who: Principal,
    @Body() { code }: DeviceCodeBody,
    @Req() request: FastifyRequest,
  ): Promise<{ message: string }> {
    const { name } = deviceIn(await this.devices.decide(who, code, 'confirmed', fromOf(request)));
    return { message: `${name} is let in, and acts as you until its token ends` };
  }

  @Needs('signed-in')
  @Post('/deny')
  @HttpCode(200)
  async deny(
    @Person() who: Principal,
    @Body() { code }: DeviceCodeBody,
    @Req() request: FastifyRequest,
  ): Promise<{ message: string }> {
    const { name } = deviceIn(await this.devices.decide(who, code, 'denied', fromOf(request)));
    return { message: `${name} is turned away` };
  }
}

const viewOf = ({ name, agent, ip, days, scopes, createdAt, expiresAt }: Device): DeviceView => ({
  name,
  agent,
  ip,
  days,
  ...(scopes ? { scopes } : {}),
  createdAt: isoTime(createdAt),
  expiresAt: isoTime(expiresAt),
});

const deviceIn = (found: Found): Device => {
  switch (found.result) {
    case 'ok':
      return found.device;
    case 'too-early':
      throw tooEarly(found.waitMs);
    case 'no-device':
      throw notFound(
        'no-device',
        'nothing waits with this code: it was used already, has expired, or never was one',
        'check it, or begin anew with: yard login',
      );
    default:
      return never(found);
  }
};

const tooMany = (): HttpFault =>
  new HttpFault(429, 'authentication', {
    code: 'too-many-devices',
    message: 'too many programs of this address wait to be let in already',
    suggestions: ['confirm or deny one of them, or wait ten minutes'],
    retryAfter: 60,
  });

/** RFC 8628, 3.5, with its error codes as ours are written. */
const notYet = (asked: Exclude<Asked, { result: 'ok' }>): HttpFault => {
  switch (asked.result) {
    case 'pending':
      return refusal(400, 'authorization-pending', 'nobody has confirmed yet', 'ask again after the interval');
    case 'slow-down': {
      const seconds = asked.intervalMs / 1_000;
      return refusal(429, 'slow-down', `ask every ${seconds} s from now on`, 'wait that long', seconds);
    }
    case 'denied':
      return refusal(403, 'access-denied', 'somebody who was shown the code has turned this program away');
    case 'over':
      return refusal(
        410,
        'expired-token',
        'this device code was used already, has expired, or never was one',
        'begin anew',
      );
    case 'too-many':
      return refusal(
        409,
        'too-many-tokens',
        'whoever confirmed has 100 tokens already, and that is the most',
        'end some',
      );
    default:
      return never(asked);
  }
};

const refusal = (status: number, code: string, message: string, suggestion?: string, retryAfter?: number): HttpFault =>
  new HttpFault(status, 'authentication', {
    code,
    message,
    ...(suggestion === undefined ? {} : { suggestions: [suggestion] }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
