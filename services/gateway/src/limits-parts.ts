import type { Provider, Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, Reflector } from '@nestjs/core';
import { type Clock, Fault, reasonOf } from '@switchyard/kernel';
import { type Counters, openCounters, type Store } from '@switchyard/store';
import { loggerOf } from '@switchyard/telemetry';
import { Audit } from './app/audit/audit.js';
import { AuditTrouble } from './app/audit/ports.js';
import { ReadAudit } from './app/audit/read-audit.js';
import { Snapshots } from './app/audit/snapshots.js';
import { WriteAudit } from './app/audit/write-audit.js';
import type { Counting } from './app/limits/ports.js';
import { AuditController } from './in/audit/audit.controller.js';
import { AuditInterceptor } from './in/audit/audit.interceptor.js';
import type { HttpLimits } from './in/limits/http-limits.js';
import { rateGuard } from './in/limits/rate.guard.js';
import type { LimitsConfig } from './limits-config.js';
import { MongoAudit } from './out/mongo-audit.js';
import { StoreCounting } from './out/store-counting.js';

class LogAuditTrouble extends AuditTrouble {
  owed(text: string, error: unknown): void {
    loggerOf('gateway').error({ record: text, error: reasonOf(error) }, 'a change is not in the audit yet');
  }

  paid(count: number): void {
    loggerOf('gateway').info({ count }, 'changes were recorded in the audit later');
  }
}

/** @throws Fault `bad-config` when every page could use the cookies of people. */
export const httpLimitsOf = (config: LimitsConfig): HttpLimits => {
  const origins = config.CORS_ORIGINS.split(',').filter(Boolean);
  if (origins.includes('*') && config.CORS_CREDENTIALS)
    throw new Fault({
      code: 'bad-config',
      message: 'CORS_ORIGINS=* with CORS_CREDENTIALS would let every page act as whoever looks at it',
      blame: 'platform',
      retry: false,
      suggestions: ['name the origins, or leave CORS_CREDENTIALS out'],
    });
  return {
    perMinute: {
      ip: config.LIMIT_PER_IP,
      user: config.LIMIT_PER_USER,
      token: config.LIMIT_PER_TOKEN,
      project: config.LIMIT_PER_PROJECT,
    },
    trustedProxies: config.TRUSTED_PROXIES,
    requestMs: config.REQUEST_MS,
    cors: { origins, methods: config.CORS_METHODS.split(','), credentials: config.CORS_CREDENTIALS },
  };
};

export interface LimitsParts {
  limits: HttpLimits;
  counters: Counters;
  counting: Counting;
  audit: WriteAudit;
  reading: ReadAudit;
}

/** The limits of the gateway and its audit, wired. */
export const limitsPartsOf = async (store: Store, config: LimitsConfig, clock: Clock): Promise<LimitsParts> => {
  const limits = httpLimitsOf(config);
  const counters = await openCounters({ redisUrl: config.REDIS_URL });
  const log = new MongoAudit(store);
  return {
    limits,
    counters,
    counting: new StoreCounting(counters),
    audit: new WriteAudit(log, clock, new LogAuditTrouble()),
    reading: new ReadAudit(log),
  };
};

export const auditControllers: Type[] = [AuditController];

/** Comes before the guard that asks who it is: guessing is limited too. */
export const earlyLimits = ({ limits, counting }: LimitsParts): Provider[] => [
  {
    provide: APP_GUARD,
    inject: [Reflector],
    useFactory: (reflector: Reflector) => rateGuard(['ip'], limits, counting, reflector),
  },
];

/** Comes behind it. */
export const lateLimits = (
  { limits, counting, audit, reading }: LimitsParts,
  ...seen: ConstructorParameters<typeof Snapshots>
): Provider[] => {
  const snapshots = new Snapshots(...seen);
  return [
    { provide: Audit, useValue: audit },
    { provide: ReadAudit, useValue: reading },
    {
      provide: APP_GUARD,
      inject: [Reflector],
      useFactory: (reflector: Reflector) => rateGuard(['user', 'token', 'project'], limits, counting, reflector),
    },
    {
      provide: APP_INTERCEPTOR,
      inject: [Reflector],
      useFactory: (reflector: Reflector) => new AuditInterceptor(reflector, audit, snapshots),
    },
  ];
};
