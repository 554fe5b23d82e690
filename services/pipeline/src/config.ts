import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

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
  /** Base address of an OTLP/HTTP collector. */
  @IsOptional() @IsString() OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  @IsString() LOG_LEVEL = 'info';
  /** Port of /metrics, /healthz and /readyz; 0 = none. */
  @IsInt() @Min(0) @Max(65_535) OPS_PORT = 0;
}
