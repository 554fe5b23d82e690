import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

/** What the gateway's configuration says about its limits. */
export class LimitsConfig {
  /** Counters of limits live in the process without it. */
  @IsOptional() @IsString() REDIS_URL?: string;
  /** Requests per minute; 0 = any number. */
  @IsInt() @Min(0) LIMIT_PER_IP = 30_000;
  @IsInt() @Min(0) LIMIT_PER_USER = 6_000;
  @IsInt() @Min(0) LIMIT_PER_TOKEN = 6_000;
  @IsInt() @Min(0) LIMIT_PER_PROJECT = 30_000;
  /** Proxies in front of the gateway, whose words in X-Forwarded-For count. */
  @IsInt() @Min(0) @Max(10) TRUSTED_PROXIES = 0;
  /** Milliseconds for a whole request to arrive. */
  @IsInt() @Min(100) REQUEST_MS = 30_000;
  /** Origins of pages elsewhere that may read answers, separated by commas; `*` = all. */
  @Matches(/^(\*|https?:\/\/[^\s,/*]+(,https?:\/\/[^\s,/*]+)*)?$/, {
    message: 'CORS_ORIGINS must be * or origins such as https://ci.example.org, separated by commas',
  })
  CORS_ORIGINS = '';
  @Matches(/^[A-Z]+(,[A-Z]+)*$/, { message: 'CORS_METHODS must be methods such as GET,POST' })
  CORS_METHODS = 'GET,HEAD,POST,PUT,PATCH,DELETE';
  /** Whether those pages may send cookies. */
  @IsBoolean() CORS_CREDENTIALS = false;
}
