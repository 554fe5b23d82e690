import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsUUID, Length, ValidateNested } from 'class-validator';
import { type AttemptId, IsAttemptId, type SessionId } from '../ids.js';
import { PortNote } from '../step-ports.js';
import { maxStepPorts } from '../words.js';
import type { RefusalReason } from './execution-commands.js';
import { Message } from './message.js';

/** Where the ports of a running attempt are reached. Only who holds it may say so; the same again changes nothing. */
export class PublishPorts extends Message {
  @IsAttemptId() attemptId!: AttemptId;
  @IsUUID() session!: SessionId;
  @Length(16, 64) nonce!: string;
  @IsArray() @ArrayMaxSize(maxStepPorts) @ValidateNested({ each: true }) @Type(() => PortNote) ports!: PortNote[];
}
export type PublishPortsReply = { result: 'ok' } | { result: 'fenced' } | { result: 'refused'; reason: RefusalReason };
