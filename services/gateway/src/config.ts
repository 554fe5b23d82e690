import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { blobsUrl, defaultBlobsUrl } from '@switchyard/blobs/url';
import { IsBoolean, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';
import { LimitsConfig } from './limits-config.js';

/** Where the build of this repository leaves the web interface. */
const builtWeb = fileURLToPath(new URL('../../../apps/web/dist/', import.meta.url));

export class GatewayConfig extends LimitsConfig {
  /** Address to listen on. */
  @IsString() HTTP_HOST = '127.0.0.1';
  /** 0 = any free port. */
  @IsInt() @Min(0) @Max(65_535) HTTP_PORT = 8_080;
  /** What callers of the API send as `Authorization: Bearer …`. */
  @MinLength(32) YARD_TOKEN!: string;
  /** What the tokens of webhooks are made from; YARD_TOKEN unless given. */
  @IsOptional() @MinLength(32) WEBHOOK_KEY?: string;
  /** What is sealed with for sign-in: keys of sessions, second factors; YARD_TOKEN unless given. */
  @IsOptional() @MinLength(32) SESSION_KEY?: string;
  /** The address of the platform as browsers know it, without a path. */
  @IsOptional() @Matches(/^https?:\/\/[^/?#\s@]+$/) PUBLIC_URL?: string;
  /** Of an OAuth application of GitHub, or of the Enterprise Server at GITHUB_URL; both or neither. */
  @IsOptional() @IsString() GITHUB_CLIENT_ID?: string;
  @IsOptional() @IsString() GITHUB_CLIENT_SECRET?: string;
  @IsOptional() @Matches(/^https?:\/\/[^/?#\s@]+$/) GITHUB_URL?: string;
  /** Whether everybody at GitHub gets an account; else only those who were invited. */
  @IsBoolean() GITHUB_SIGN_UP = false;
  /** A JSON file with OpenID Connect providers: docs/sign-in.md. */
  @IsOptional() @IsString() OIDC_PROVIDERS?: string;
  /** Where the bus is. */
  @IsUrl({ protocols: ['nats', 'tls'], require_tld: false }) NATS_URL = 'nats://127.0.0.1:4222';
  @IsString() NATS_USER = 'gateway';
  @IsString() NATS_PASSWORD!: string;
  @IsString() MONGODB_URI = 'mongodb://127.0.0.1:27017';
  @IsString() MONGODB_DATABASE = 'switchyard';
  /** Where files are kept: file:///path, nats:BUCKET or s3://bucket/prefix?endpoint=URL&region=NAME. */
  @Matches(blobsUrl) BLOBS_URL = defaultBlobsUrl;
  /** Executions of one project that may wait for their start; more are refused with 429. */
  @IsInt() @Min(1) MAX_QUEUED_PER_PROJECT = 10_000;
  /** Milliseconds between two looks for triggers that were not handed over. */
  @IsInt() @Min(50) SWEEP_MS = 5_000;
  /** Base address of an OTLP/HTTP collector. */
  @IsOptional() @IsString() OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  /** Where people look at a trace, with {traceId} in the place of its id. */
  @IsOptional() @Matches(/^https?:\/\/[^\s"'<>]*\{traceId\}[^\s"'<>]*$/) TRACE_VIEWER_URL?: string;
  @IsString() LOG_LEVEL = 'info';
  /** A folder on the disk whose free space the health check looks at. */
  @IsString() DISK_PATH = tmpdir();
  /** Megabytes that must be free there. */
  @IsInt() @Min(0) LEAST_DISK_MB = 100;
  /** The folder of the built web interface. */
  @IsString() WEB_DIRECTORY = builtWeb;
  /** PEM files: with both of them the gateway serves HTTPS, as HTTP/2 and HTTP/1.1. */
  @IsOptional() @IsString() TLS_CERT_FILE?: string;
  @IsOptional() @IsString() TLS_KEY_FILE?: string;
  /** Port of /metrics, /healthz and /readyz apart from the API's; 0 = only there. */
  @IsInt() @Min(0) @Max(65_535) OPS_PORT = 0;
}
