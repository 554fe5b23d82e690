import { ConnectorConfig } from '@switchyard/connector-kit';
import type { Millis } from '@switchyard/kernel';
import { IsInt, IsString, Max, Min, ValidateIf } from 'class-validator';

export class ShellConfig extends ConnectorConfig {
  /** Names of this process's own environment variables that steps may see, with commas. Nothing else of it reaches them. */
  @IsString() SHELL_PASSES =
    'PATH,HOME,LANG,LC_ALL,TZ,USER,LOGNAME,TMPDIR,SSL_CERT_FILE,SSL_CERT_DIR,NODE_EXTRA_CA_CERTS,HTTP_PROXY,HTTPS_PROXY,NO_PROXY,http_proxy,https_proxy,no_proxy';
  /** Processes and threads that one step may have at once; 0 = any number. Needs a cgroup with the pids controller. */
  @ValidateIf(({ STEP_PIDS_MAX }: ShellConfig) => STEP_PIDS_MAX !== 0) @IsInt() @Min(32) STEP_PIDS_MAX = 4_096;
  /** Milliseconds between SIGTERM and SIGKILL. No longer than the platform waits for the end of a step that nobody feeds. */
  @IsInt() @Min(0) @Max(10_000) STOP_GRACE_MS = 10_000;
}

/** What the machine lets a step do. */
export interface StepLimits {
  pidsMax: number;
  graceMs: Millis;
}

export const limitsOf = ({ STEP_PIDS_MAX: pidsMax, STOP_GRACE_MS: graceMs }: ShellConfig): StepLimits => ({
  pidsMax,
  graceMs,
});

/** The part of the environment that steps see. */
export const passedEnvironment = ({ SHELL_PASSES }: ShellConfig): Record<string, string> =>
  Object.fromEntries(
    SHELL_PASSES.split(',').flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
