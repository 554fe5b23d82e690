import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { CreateTokenAnswer, UserView } from './identity.js';

/** `POST /api/sessions/device`: a program without a browser asks to be let in (RFC 8628, 3.1). */
export class DeviceBody {
  /** What the token is going to be called, such as `yard on laptop`; people who confirm read it. */
  @IsString()
  @Length(1, 100)
  @Matches(/^[^\p{Cc}\p{Cf}\u2028\u2029]+$/u, { message: '$property must be one line of text' })
  name!: string;
  /** Until the token expires; 90 unless given. */
  @IsOptional() @IsInt() @Min(1) @Max(366) days?: number;
  /** Permissions the token is limited to. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @Length(1, 50, { each: true }) scopes?: string[];
}

/** What the program shows, and what it asks with (RFC 8628, 3.2). */
export interface DeviceAnswer {
  /** The program's own secret. */
  deviceCode: string;
  /** What a person types, such as `BCDF-GHJK`. */
  userCode: string;
  /** Where: an address where the platform knows its own, else a path below the address that was asked. */
  verificationUri: string;
  /** The same with the code in it. */
  verificationUriComplete: string;
  /** Seconds. */
  expiresIn: number;
  /** Seconds between two questions, at least. */
  interval: number;
}

/** `POST /api/sessions/device/token`: whether somebody has confirmed meanwhile (RFC 8628, 3.4). */
export class DeviceTokenBody {
  @IsString() @Length(1, 200) deviceCode!: string;
}
export interface DeviceTokenAnswer extends CreateTokenAnswer {
  user: Pick<UserView, 'id' | 'login' | 'name'>;
}

/** `GET /api/sessions/device` */
export class DeviceQuery {
  /** As it is shown, or without its dash, in small letters as well. */
  @IsString() @Length(1, 40) code!: string;
}

/** `POST /api/sessions/device/confirm` and `/deny` */
export class DeviceCodeBody {
  /** As it is shown, or without its dash, in small letters as well. */
  @IsString() @Length(1, 40) code!: string;
}

/** What a person sees before they confirm. */
export interface DeviceView {
  /** What it calls itself: a stranger may have chosen it. */
  name: string;
  agent: string;
  /** Where it asked from. */
  ip: string;
  /** How long its token is going to be good. */
  days: number;
  scopes?: string[];
  createdAt: string;
  expiresAt: string;
}
