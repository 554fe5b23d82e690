import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsSlug, IsSortableId, type ProjectId } from '../ids.js';

/** Text of one line. */
const line = /^[^\p{Cc}\u2028\u2029]+$/u;
const isLine = { message: '$property must be one line of text' };

/** How a client wants its refresh token: as a cookie, or in the answer. */
class Wanting {
  /** For programs, which keep it themselves; browsers get cookies. */
  @IsOptional() @IsBoolean() tokens?: boolean;
}

/** `POST /api/sessions/login` */
export class LoginBody extends Wanting {
  @IsString() @Length(1, 200) login!: string;
  @IsString() @Length(1, 1_000) password!: string;
  /** Of the second factor: six digits, or a recovery code. */
  @IsOptional() @IsString() @Length(6, 40) code?: string;
}

/** `POST /api/sessions/first` */
export class FirstBody extends Wanting {
  /** Of the link. */
  @IsString() @Length(1, 200) code!: string;
  @IsString() @Length(1, 200) login!: string;
  /** What people call the user; the login unless given. */
  @IsOptional() @IsString() @Length(1, 100) @Matches(line, isLine) name?: string;
  @IsString() @Length(1, 1_000) password!: string;
}

/** `GET /api/sessions/first` */
export class FirstQuery {
  @IsString() @Length(1, 200) code!: string;
}
export interface FirstAnswer {
  /** Whether the new user is going to be an administrator. */
  administrator: boolean;
  expiresAt: string;
  message: string;
}

/** `POST /api/sessions/first/link` and `POST /api/invitations` */
export interface LinkAnswer {
  /** It is shown this once. */
  code: string;
  /** With the code, below the address of the platform. */
  path: string;
  expiresAt: string;
  message: string;
}

/** `POST /api/invitations` */
export class InviteBody {
  @IsOptional() @IsBoolean() administrator?: boolean;
}

/** `POST /api/sessions/refresh` and `/logout`: without a body it is the cookie's. */
export class RefreshBody {
  @IsOptional() @IsString() @Length(1, 200) refreshToken?: string;
}

/** `POST /api/sessions/password` */
export class PasswordBody {
  @IsString() @Length(1, 1_000) current!: string;
  @IsString() @Length(1, 1_000) next!: string;
}

/** `POST /api/sessions/totp/confirm` and `/totp/remove` */
export class CodeBody {
  @IsString() @Length(6, 40) code!: string;
}
export interface TotpOffer {
  /** Base 32, to be typed. */
  secret: string;
  /** To be shown as a QR code. */
  uri: string;
  message: string;
}
export interface RecoveryCodes {
  /** Each counts once; they are shown this once. */
  recoveryCodes: string[];
  message: string;
}

/** `GET /api/sessions/oauth/github` and `/oidc/:provider` */
export class LeaveQuery {
  /** A path of this site to go to afterwards. */
  @IsOptional() @IsString() @MaxLength(2_000) return?: string;
  /** The code of an invitation, for those whom the platform does not know yet. */
  @IsOptional() @IsString() @Length(1, 200) invitation?: string;
}
/** `POST /api/sessions/links/:provider` */
export class LinkBody {
  /** A path of this site to go to afterwards. */
  @IsOptional() @IsString() @MaxLength(2_000) return?: string;
}
export interface LeaveAnswer {
  /** Where the browser that asked goes now, within ten minutes. */
  location: string;
}
export interface LinksAnswer {
  /** Where the caller signs in besides the password, by name. */
  providers: string[];
}
export class ProviderParams {
  @IsSlug() provider!: string;
}

export interface UserView {
  id: string;
  login: string;
  name: string;
  createdAt: string;
  /** Whether a second factor is asked for. */
  totp: boolean;
  disabled?: true;
}

/** What a client has of its session. */
export interface SessionGrant {
  session: string;
  user: Pick<UserView, 'id' | 'login' | 'name'>;
  /** To be sent as `Authorization: Bearer …`. */
  accessToken: string;
  tokenType: 'Bearer';
  /** Seconds. */
  expiresIn: number;
  /** Counts once; only for those who asked for it. */
  refreshToken?: string;
}

/** `GET /api/sessions/me` */
export interface MeAnswer {
  kind: 'user' | 'token' | 'platform';
  id: string;
  name: string;
  administrator: boolean;
  /** Project to role. */
  projects: Record<string, string>;
  /** What a token is limited to. */
  scopes?: string[];
  session?: string;
  login?: string;
  totp?: boolean;
}

/** `GET /api/sessions` */
export interface SessionView {
  id: string;
  /** `password`, `first` or the provider. */
  by: string;
  agent: string;
  ip: string;
  createdAt: string;
  usedAt: string;
  expiresAt: string;
  /** The one that asks. */
  current: boolean;
}

export class IdParams {
  @IsSortableId() id!: string;
}

/** `GET /api/users` */
export class ListUsersQuery {
  @IsOptional() @IsSortableId() after?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `PATCH /api/users/:id` */
export class ChangeUserBody {
  @IsBoolean() disabled!: boolean;
}

export const apiTokenKinds = ['personal', 'service'] as const;
export type ApiTokenKind = (typeof apiTokenKinds)[number];

/** `POST /api/tokens` */
export class CreateTokenBody {
  @IsString() @Length(1, 100) @Matches(line, isLine) name!: string;
  /** `personal` unless given: it acts as who makes it. */
  @IsOptional() @IsIn(apiTokenKinds) kind?: ApiTokenKind;
  /** Until it expires. */
  @IsOptional() @IsInt() @Min(1) @Max(366) days?: number;
  /** Permissions it is limited to. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @Length(1, 50, { each: true }) scopes?: string[];
  /** Of a service's token. */
  @IsOptional() @IsSlug() project?: ProjectId;
  /** What a service's token may do in its project. */
  @IsOptional() @IsString() @Length(1, 50) role?: string;
}

/** `GET /api/tokens` */
export class ListTokensQuery {
  /** Those of its services; the caller's own unless given. */
  @IsOptional() @IsSlug() project?: ProjectId;
}

export interface ApiTokenView {
  id: string;
  kind: ApiTokenKind;
  name: string;
  scopes?: string[];
  project?: ProjectId;
  role?: string;
  createdAt: string;
  createdBy: string;
  expiresAt: string;
  /** To the hour. */
  usedAt?: string;
}
export interface CreateTokenAnswer {
  /** It is shown this once. */
  token: string;
  view: ApiTokenView;
  message: string;
}
