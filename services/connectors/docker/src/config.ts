import { ConnectorConfig } from '@switchyard/connector-kit';
import type { Millis } from '@switchyard/kernel';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

const capabilities = /^([A-Z_]+(,[A-Z_]+)*)?$/;

/** An engine says of what only looks like an address that it is none. */
const publishesOn = /^(none|\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)$/;

export class DockerConfig extends ConnectorConfig {
  /** Where the engine is: `unix:///path`, `tcp://host:port` or `ssh://user@host`; the usual socket unless given. */
  @IsOptional() @IsString() DOCKER_HOST?: string;
  /** `1`: the engine at a tcp address is spoken to by TLS. */
  @IsOptional() @IsString() DOCKER_TLS_VERIFY?: string;
  /** The folder of ca.pem, cert.pem and key.pem. */
  @IsOptional() @IsString() DOCKER_CERT_PATH?: string;
  /** Of an agent of ssh that holds the key for an engine at an ssh address. */
  @IsOptional() @IsString() SSH_AUTH_SOCK?: string;
  /** How files reach containers: mounted from this machine, or copied there and back; `auto`: by the engine's address. */
  @IsIn(['auto', 'bind', 'copy']) DOCKER_MOUNTS: 'auto' | 'bind' | 'copy' = 'auto';
  /** The network of steps without services. */
  @Matches(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/) DOCKER_NETWORK = 'bridge';
  /** The address of the engine's host that ports of steps are published on; `none`: no step may publish any. */
  @Matches(publishesOn) DOCKER_PUBLISHES_ON = '127.0.0.1';
  /** Capabilities that steps may ask for, with commas; none unless given. */
  @Matches(capabilities) DOCKER_ALLOWS = '';
  /** Capabilities of services: their images begin as root, take care of their files, and become somebody else. */
  @Matches(capabilities) DOCKER_SERVICE_CAPABILITIES = 'CHOWN,DAC_OVERRIDE,FOWNER,SETGID,SETUID';
  /** Processes and threads that one container may have at once. */
  @IsInt() @Min(32) @Max(1_000_000) STEP_PIDS_MAX = 512;
  /** Milliseconds between SIGTERM and SIGKILL. */
  @IsInt() @Min(0) @Max(10_000) STOP_GRACE_MS = 10_000;
  /** Milliseconds that services have to become healthy. */
  @IsInt() @Min(1_000) @Max(3_600_000) SERVICE_HEALTH_MS = 120_000;
  /** Milliseconds that an engine may be away before the steps it runs are given up. */
  @IsInt() @Min(1_000) @Max(86_400_000) ENGINE_AWAY_MS = 600_000;
}

/** What the machine lets a step do. */
export interface StepRules {
  allowed: readonly string[];
  serviceCapabilities: readonly string[];
  network: string;
  /** Absent: no ports are published. */
  portsAddress?: string;
  pidsMax: number;
  graceMs: Millis;
  healthMs: Millis;
  patienceMs: Millis;
}

const listed = (text: string): string[] => text.split(',').filter(one => one !== '');

export const rulesOf = (config: DockerConfig): StepRules => ({
  allowed: listed(config.DOCKER_ALLOWS),
  serviceCapabilities: listed(config.DOCKER_SERVICE_CAPABILITIES),
  network: config.DOCKER_NETWORK,
  ...(config.DOCKER_PUBLISHES_ON === 'none' ? {} : { portsAddress: config.DOCKER_PUBLISHES_ON }),
  pidsMax: config.STEP_PIDS_MAX,
  graceMs: config.STOP_GRACE_MS,
  healthMs: config.SERVICE_HEALTH_MS,
  patienceMs: config.ENGINE_AWAY_MS,
});

/** Enough of an environment for a compiler. */
export const compilerEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
});
