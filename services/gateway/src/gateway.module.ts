import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { AcceptTrigger } from './app/accept-trigger.js';
import { CheckHealth } from './app/check-health.js';
import { FollowExecution } from './app/follow-execution.js';
import { ExecutionService, PipelineService, RegistryService } from './app/ports.js';
import { ReadExecution } from './app/read-execution.js';
import { ReadLogs } from './app/read-logs.js';
import { AccessGuard } from './in/access.guard.js';
import { EventStreams } from './in/event-streams.js';
import { ExecutionsController } from './in/executions.controller.js';
import { PipelinesController } from './in/pipelines.controller.js';
import { Routes } from './in/routes.js';
import { StreamController } from './in/stream.controller.js';
import { SystemController } from './in/system.controller.js';
import type { Parts } from './parts.js';

@Module({})
export class GatewayModule {
  static of({ ports, handOver, streams, routes, clock, version, token }: Parts): DynamicModule {
    const { inbox, pipelines, executions, registry, live, busHealth } = ports;
    const reading = new ReadExecution(executions, inbox);
    return {
      module: GatewayModule,
      controllers: [SystemController, PipelinesController, ExecutionsController, StreamController],
      providers: [
        { provide: PipelineService, useValue: pipelines },
        { provide: ExecutionService, useValue: executions },
        { provide: RegistryService, useValue: registry },
        { provide: AcceptTrigger, useValue: new AcceptTrigger(inbox, pipelines, handOver, clock) },
        { provide: ReadExecution, useValue: reading },
        { provide: ReadLogs, useValue: new ReadLogs(executions) },
        { provide: FollowExecution, useValue: new FollowExecution(executions, reading, live) },
        { provide: CheckHealth, useValue: new CheckHealth(version, inbox, busHealth, registry) },
        { provide: EventStreams, useValue: streams },
        { provide: Routes, useValue: routes },
        {
          provide: APP_GUARD,
          inject: [Reflector],
          useFactory: (reflector: Reflector) => new AccessGuard(reflector, token),
        },
      ],
    };
  }
}
