import { IsIn, IsInt, IsISO8601, IsOptional, Length, Min } from 'class-validator';
import { type ConnectorType, connectorTypes } from '../connectors.js';
import { IsSlug, type Pool } from '../ids.js';
import { Message } from './message.js';

/** Every process says every few seconds that it lives. A lost one does no harm. */
export class Heartbeat extends Message {
  @Length(1, 100) service!: string;
  /** One process: a new one at each start. */
  @Length(1, 100) instance!: string;
  @Length(1, 255) host!: string;
  @IsInt() @Min(1) pid!: number;
  @Length(1, 50) version!: string;
  @IsISO8601() startedAt!: string;
  @IsOptional() @IsIn(connectorTypes) connector?: ConnectorType;
  @IsOptional() @IsSlug() pool?: Pool;
  @IsOptional() @IsInt() @Min(0) running?: number;
  @IsOptional() @IsInt() @Min(0) slots?: number;
}

export interface AgentView extends Omit<Heartbeat, 'v'> {
  lastSeenAt: string;
  /** Silent for longer than three beats. */
  alive: boolean;
}

export class ListAgents extends Message {}
export interface ListAgentsReply {
  agents: AgentView[];
}
