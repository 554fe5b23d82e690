import { Controller, Get, Res } from '@nestjs/common';
import { type AgentView, type HealthAnswer } from '@switchyard/contracts';
import { metricsContentType, metricsText } from '@switchyard/telemetry';
import type { FastifyReply } from 'fastify';
import { CheckHealth } from '../app/check-health.js';
import { RegistryService } from '../app/ports.js';
import { Needs } from './access/needs.js';
import { Public } from './access.guard.js';
import { Routes } from './routes.js';

const service = 'gateway';

/** What operators and the curious ask first. */
@Controller()
export class SystemController {
  constructor(
    private readonly health: CheckHealth,
    private readonly registry: RegistryService,
    private readonly routes: Routes,
  ) {}

  @Public()
  @Get('/')
  about() {
    return { name: 'switchyard', version: this.health.version, routes: this.routes.list() };
  }

  @Public()
  @Get('/healthz')
  alive() {
    return { service, status: 'ok' };
  }

  @Public()
  @Get('/readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { status, checks } = await this.health.run();
    const ok = status === 'healthy';
    void reply.status(ok ? 200 : 503);
    const up = Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check.status === 'up']));
    return { service, status: ok ? 'ready' : 'not ready', checks: up };
  }

  @Public()
  @Get('/metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(metricsContentType);
    return metricsText();
  }

  @Needs('signed-in')
  @Get('/api/healthchecker')
  async healthchecker(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    const answer = await this.health.run();
    void reply.status(answer.status === 'healthy' ? 200 : 503);
    return answer;
  }

  @Needs('signed-in')
  @Get('/api/agents')
  async agents(): Promise<{ agents: AgentView[] }> {
    return { agents: await this.registry.agents() };
  }
}
