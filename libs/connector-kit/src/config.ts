import { blobsUrl, defaultBlobsUrl } from '@switchyard/blobs/url';
import { SourceConfig } from './source/config.js';
import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import type { Quota } from './workspace/quota.js';

export const stopModes = ['handover', 'finish'] as const;

export class ConnectorConfig extends SourceConfig {
  /** Where the bus is. */
  @IsUrl({ protocols: ['nats', 'tls'], require_tld: false }) NATS_URL = 'nats://127.0.0.1:4222';
  @IsString() NATS_USER!: string;
  @IsString() NATS_PASSWORD!: string;
  /** Which doorbells it answers. */
  @Matches(/^[a-z0-9-]{1,63}$/) CONNECTOR_POOL = 'default';
  /** Attempts it runs at once. */
  @IsInt() @Min(1) @Max(1_000) CONNECTOR_SLOTS = 8;
  /** Journal, spools and workspaces. */
  @IsString() DATA_DIRECTORY!: string;
  /** Where files are kept: file:///path, nats:BUCKET or s3://bucket/prefix?endpoint=URL&region=NAME. */
  @Matches(blobsUrl) BLOBS_URL = defaultBlobsUrl;
  /** Megabytes that the workspace of one execution may hold after a step; 0 = as much as there is room for. */
  @IsInt() @Min(0) WORKSPACE_QUOTA_MB = 10_240;
  /** Milliseconds between two beats. */
  @IsInt() @Min(50) BEAT_MS = 5_000;
  /** What becomes of running steps when it is told to leave: left to the next start, or cancelled. */
  @IsIn(stopModes) STOP_MODE: (typeof stopModes)[number] = 'handover';
  /** Base address of an OTLP/HTTP collector. */
  @IsOptional() @IsString() OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  @IsString() LOG_LEVEL = 'info';
  /** Port of /metrics, /healthz and /readyz; 0 = none. */
  @IsInt() @Min(0) @Max(65_535) OPS_PORT = 0;
}

export const quotaOf = ({ WORKSPACE_QUOTA_MB }: ConnectorConfig): Quota => ({ bytes: WORKSPACE_QUOTA_MB * 1_048_576 });
