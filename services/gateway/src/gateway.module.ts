import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { accessControllers, accessProviders } from './access-parts.js';
import { artifactControllers, artifactProviders } from './artifact-parts.js';
import { KeptProjectOf } from './app/access/project-of.js';
import { AcceptDelivery } from './app/accept-delivery.js';
import { AcceptRerun } from './app/accept-rerun.js';
import { AcceptTrigger } from './app/accept-trigger.js';
import { CheckHealth } from './app/check-health.js';
import { FindTrace } from './app/find-trace.js';
import { FollowExecution } from './app/follow-execution.js';
import { FollowFeed } from './app/follow-feed.js';
import { KeepWebhookTokens } from './app/keep-webhook-tokens.js';
import {
  ExecutionService,
  FileChecks,
  PipelineHistory,
  PipelineService,
  RegistryService,
  SecretService,
  TemplateLibrary,
} from './app/ports.js';
import { ReadExecution } from './app/read-execution.js';
import { ReadLogs } from './app/read-logs.js';
import { TakeIn } from './app/take-in.js';
import { DocsController } from './in/api/docs.controller.js';
import { LogsController } from './in/api/logs.controller.js';
import { WebSockets } from './in/api/web-sockets.js';
import { ControlController } from './in/control.controller.js';
import { DetectController } from './in/detect.controller.js';
import { EventStreams } from './in/event-streams.js';
import { ExecutionsController } from './in/executions.controller.js';
import { FeedController } from './in/feed.controller.js';
import { PipelineHistoryController } from './in/pipeline-history.controller.js';
import { PipelinesController } from './in/pipelines.controller.js';
import { Routes } from './in/routes.js';
import { SchemaController } from './in/schema.controller.js';
import { StreamController } from './in/stream.controller.js';
import { SystemController } from './in/system.controller.js';
import { ValidationController } from './in/validation.controller.js';
import { WebhooksController } from './in/webhooks.controller.js';
import { TemplatesController } from './in/templates.controller.js';
import { UploadController } from './in/upload.controller.js';
import { cacheControllers, cacheProviders } from './cache-parts.js';
import { connectorControllers, connectorProviders } from './connector-parts.js';
import { workspaceControllers, workspaceProviders } from './workspace-parts.js';
import { hookControllers, hookProviders } from './hooks-parts.js';
import { identityControllers, identityProviders } from './identity-parts.js';
import { auditControllers, earlyLimits, lateLimits } from './limits-parts.js';
import { MasterKeyController, SecretsController } from './in/secrets/secrets.controller.js';
import { notifyControllers, notifyProviders } from './notify-parts.js';
import type { Parts } from './parts.js';
import { statisticsControllers, statisticsProviders } from './statistics-parts.js';

const controllers = [
  SystemController,
  PipelinesController,
  ValidationController,
  PipelineHistoryController,
  UploadController,
  TemplatesController,
  SchemaController,
  ExecutionsController,
  ControlController,
  StreamController,
  FeedController,
  DetectController,
  WebhooksController,
  ...accessControllers,
  ...identityControllers,
  ...auditControllers,
  DocsController,
  LogsController,
  SecretsController,
  MasterKeyController,
  ...hookControllers,
  ...notifyControllers,
  ...artifactControllers,
  ...cacheControllers,
  ...statisticsControllers,
  ...connectorControllers,
  ...workspaceControllers,
];

@Module({})
export class GatewayModule {
  static of(parts: Parts): DynamicModule {
    const { ports, hooks, handOver, limit, streams, routes, clock, version, webhookKey } = parts;
    const { access, identity, limiting, probes, artifacts } = parts;
    const { inbox, pipelines, history, library, fileChecks, executions, registry, live, busHealth, webhookTokens } =
      ports;
    const reading = new ReadExecution(executions, inbox, handOver);
    const projectOf = new KeptProjectOf(pipelines, reading);
    const takeIn = new TakeIn(inbox, handOver, limit, (id, project) => projectOf.note('execution', id, project));
    return {
      module: GatewayModule,
      imports: [DiscoveryModule],
      controllers,
      providers: [
        { provide: PipelineService, useValue: pipelines },
        { provide: FileChecks, useValue: fileChecks },
        { provide: PipelineHistory, useValue: history },
        { provide: TemplateLibrary, useValue: library },
        { provide: ExecutionService, useValue: executions },
        { provide: RegistryService, useValue: registry },
        { provide: AcceptTrigger, useValue: new AcceptTrigger(takeIn, pipelines, parts.knownInputs, clock) },
        { provide: AcceptRerun, useValue: new AcceptRerun(reading, takeIn, clock) },
        { provide: FollowFeed, useValue: new FollowFeed(executions, live, () => clock.now()) },
        { provide: SecretService, useValue: ports.secrets },
        { provide: ReadExecution, useValue: reading },
        { provide: FindTrace, useValue: parts.traces },
        { provide: ReadLogs, useValue: new ReadLogs(executions) },
        { provide: FollowExecution, useValue: new FollowExecution(executions, reading, live) },
        { provide: CheckHealth, useValue: new CheckHealth(version, inbox, busHealth, registry, probes) },
        { provide: AcceptDelivery, useValue: new AcceptDelivery(pipelines, limit) },
        {
          provide: KeepWebhookTokens,
          useValue: new KeepWebhookTokens(webhookTokens, pipelines, clock, webhookKey),
        },
        { provide: EventStreams, useValue: streams },
        { provide: WebSockets, useValue: new WebSockets(streams) },
        { provide: Routes, useValue: routes },
        ...earlyLimits(limiting),
        ...accessProviders(access, pipelines, projectOf, clock),
        ...identityProviders(identity),
        ...hookProviders(hooks),
        ...notifyProviders(ports.notify),
        ...artifactProviders(artifacts),
        ...cacheProviders(ports.caches),
        ...statisticsProviders(ports.statistics, pipelines, webhookKey),
        ...connectorProviders(ports.connectors, ports.deployments),
        ...workspaceProviders(ports.workspaces),
        ...lateLimits(limiting, pipelines, executions, library, webhookTokens),
      ],
    };
  }
}
