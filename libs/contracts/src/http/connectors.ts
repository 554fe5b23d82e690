import { IsOptional, IsUUID, Length } from 'class-validator';
import type { SessionId } from '../ids.js';

export class ConnectorParams {
  /** The session. */
  @IsUUID() id!: SessionId;
}

/** `PUT /api/connectors/:id/drain` */
export class DrainBody {
  @IsOptional() @Length(1, 500) reason?: string;
}
