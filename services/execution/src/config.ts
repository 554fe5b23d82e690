import { blobsUrl, defaultBlobsUrl } from '@switchyard/blobs/url';
import { eventSubscribers } from '@switchyard/contracts';
import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

export class ExecutionConfig {
  /** Where the bus is. */
  @IsUrl({ protocols: ['nats', 'tls'], require_tld: false }) NATS_URL = 'nats://127.0.0.1:4222';
  @IsString() NATS_USER = 'execution';
  @IsString() NATS_PASSWORD!: string;
  @IsString() MONGODB_URI = 'mongodb://127.0.0.1:27017';
  @IsString() MONGODB_DATABASE = 'switchyard';
  /** Statistics are kept in the process without it. */
  @IsOptional() @IsString() REDIS_URL?: string;
  /** Where files are kept: file:///path, nats:BUCKET or s3://bucket/prefix?endpoint=URL&region=NAME. */
  @Matches(blobsUrl) BLOBS_URL = defaultBlobsUrl;
  /** Milliseconds without an answered beat after which the worker side stops its steps. */
  @IsInt() @Min(1_000) LEASE_TTL_MS = 90_000;
  /** Milliseconds on top after which this side calls them lost. */
  @IsInt() @Min(100) LEASE_GRACE_MS = 15_000;
  /** Milliseconds without a beat after which a session is shown as unreachable. */
  @IsInt() @Min(100) UNREACHABLE_MS = 20_000;
  /** Milliseconds without anybody of its pool after which a queued step goes on with its next connector. */
  @IsInt() @Min(100) FALLBACK_AFTER_MS = 30_000;
  /** Milliseconds between two sweeps. */
  @IsInt() @Min(50) SWEEP_MS = 5_000;
  /** Days after which artifacts are removed that name no time of their own; 0 = never. */
  @IsInt() @Min(0) @Max(36_500) ARTIFACTS_KEPT_DAYS = 90;
  /** Milliseconds between two looks for artifacts that have expired. */
  @IsInt() @Min(50) EXPIRY_SWEEP_MS = 600_000;
  /** Milliseconds for which the workspace of an execution that failed is kept after its end, to be looked at. */
  @IsInt() @Min(0) WORKSPACE_KEPT_MS = 3_600_000;
  /** Milliseconds without a use after which a cache is removed. */
  @IsInt() @Min(60_000) CACHE_KEPT_MS = 604_800_000;
  /** Bytes that the caches of one project may have; the least recently used ones go first. */
  @IsInt() @Min(0) CACHE_BYTES_PER_PROJECT = 10_000_000_000;
  /** Milliseconds between two looks for caches that must go. */
  @IsInt() @Min(1_000) CACHE_SWEEP_MS = 3_600_000;
  /** Milliseconds between two looks for blobs that no record names. */
  @IsInt() @Min(1_000) BLOBS_SWEEP_MS = 21_600_000;
  /** Milliseconds after which such a blob is removed; far above the longest upload. */
  @IsInt() @Min(3_600_000) BLOBS_UNNAMED_KEPT_MS = 172_800_000;
  /** Who outside of the platform hears of one project: name:project, with commas. Each has a user and a consumer on the bus. */
  @Matches(eventSubscribers) EVENT_SUBSCRIBERS = '';
  /** Base address of an OTLP/HTTP collector. */
  @IsOptional() @IsString() OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  @IsString() LOG_LEVEL = 'info';
  /** Port of /metrics, /healthz and /readyz; 0 = none. */
  @IsInt() @Min(0) @Max(65_535) OPS_PORT = 0;
}
