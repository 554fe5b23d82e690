import { Body, Controller, Delete, Get, Param, Put, Req } from '@nestjs/common';
import { ConnectorParams, type ConnectorView, DrainBody, type ListConnectorsReply } from '@switchyard/contracts';
import { notFound } from '@switchyard/http';
import { ConnectorService } from '../../app/connectors/ports.js';
import { shownTo } from '../../domain/connector-shown.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from '../access/needs.js';
import { Caller, type KnownRequest } from '../access/request.js';
import { actorOf } from '../actor.js';
import { Audited } from '../audit/audited.js';

/** Who runs steps, and who takes no new ones. */
@Controller('/api/connectors')
export class ConnectorsController {
  constructor(private readonly connectors: ConnectorService) {}

  @Needs('signed-in')
  @Get()
  async list(@Caller() caller: Principal): Promise<ListConnectorsReply> {
    return { connectors: (await this.connectors.list()).map(one => shownTo(caller, one)) };
  }

  /** What runs goes on. It holds for the machine, also when its connector is started anew. */
  @Needs('platform.manage')
  @Audited('connector.drained', 'connector')
  @Put('/:id/drain')
  drain(
    @Param() params: ConnectorParams,
    @Body() { reason }: DrainBody,
    @Req() request: KnownRequest,
  ): Promise<ConnectorView> {
    return this.wish(params, true, request, reason);
  }

  @Needs('platform.manage')
  @Audited('connector.undrained', 'connector')
  @Delete('/:id/drain')
  undrain(@Param() params: ConnectorParams, @Req() request: KnownRequest): Promise<ConnectorView> {
    return this.wish(params, false, request);
  }

  private async wish(
    { id: session }: ConnectorParams,
    drain: boolean,
    request: KnownRequest,
    reason?: string,
  ): Promise<ConnectorView> {
    const actor = actorOf(request);
    const reply = await this.connectors.drain({
      session,
      drain,
      actor,
      ...(reason === undefined ? {} : { reason }),
    });
    if (reply.result === 'ok') return reply.connector;
    throw notFound('unknown-connector', `no connector has the session ${session}`, 'GET /api/connectors lists them');
  }
}
