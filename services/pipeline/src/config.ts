import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';

export class PipelineConfig {
  /** Where the bus is. */
  @IsUrl({ protocols: ['nats', 'tls'], require_tld: false }) NATS_URL = 'nats://127.0.0.1:4222';
  @IsString() NATS_USER = 'pipeline';
  @IsString() NATS_PASSWORD!: string;
  @IsString() MONGODB_URI = 'mongodb://127.0.0.1:27017';
  @IsString() MONGODB_DATABASE = 'switchyard';
  /** Caches live in the process without it. */
  @IsOptional() @IsString() REDIS_URL?: string;
  /** Milliseconds between two looks for schedules that are due. */
  @IsInt() @Min(50) SCHEDULE_MS = 1_000;
  /** Milliseconds between two looks for triggers that were left behind, and for ends nobody was told of. */
  @IsInt() @Min(50) SWEEP_MS = 5_000;
  /** A file of 32 random bytes that only its user may read. Without it the platform keeps no secrets. */
  @IsOptional() @IsString() MASTER_KEY_FILE?: string;
  /** Whether the file is made when it is not there. */
  @IsIn(['yes', 'no']) MASTER_KEY_MADE: 'yes' | 'no' = 'no';
  /** The address of the platform as people know it, without a path: notifications lead there. */
  @IsOptional() @Matches(/^https?:\/\/[^/?#\s@]+$/) PUBLIC_URL?: string;
  /** The server that takes mail, such as `smtp://user:password@mail.example:587`; without it none is sent. */
  @IsOptional() @Matches(/^smtps?:\/\/\S+$/) SMTP_URL?: string;
  /** Whom mail is from. */
  @Matches(/^[^\r\n]{3,200}$/) MAIL_FROM = 'Switchyard <switchyard@localhost>';
  /** May set statuses of commits, and comment on them where files ask for that. */
  @IsOptional() @MinLength(1) NOTIFY_GITHUB_TOKEN?: string;
  @Matches(/^https?:\/\/[^?#\s@]+[^/?#\s@]$/) NOTIFY_GITHUB_API_URL = 'https://api.github.com';
  /** Whether notifications may go to addresses that are not public. */
  @IsBoolean() NOTIFY_PRIVATE_ADDRESSES = false;
  /** Milliseconds before the second try; each wait is three times the one before. */
  @IsInt() @Min(1) NOTIFY_RETRY_MS = 5_000;
  /** Base address of an OTLP/HTTP collector. */
  @IsOptional() @IsString() OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  @IsString() LOG_LEVEL = 'info';
  /** Port of /metrics, /healthz and /readyz; 0 = none. */
  @IsInt() @Min(0) @Max(65_535) OPS_PORT = 0;
}
