import { ConnectorConfig } from '@switchyard/connector-kit';
import { highestPort } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { IsInt, IsString, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import type { PortRange } from './machine-ports.js';

const isPortRange = (value: unknown): boolean => {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(String(value)) ?? [];
  return first !== undefined && Number(first) >= 1_024 && Number(first) <= Number(last) && Number(last) <= highestPort;
};
const IsPortRange = () =>
  ValidateBy({
    name: 'isPortRange',
    validator: {
      validate: isPortRange,
      defaultMessage: args => `${args?.property} must be two ports from 1024 to ${highestPort}, as in 20000-29999`,
    },
  });

export class ShellConfig extends ConnectorConfig {
  /** Names of this process's own environment variables that steps may see, with commas. Nothing else of it reaches them. */
  @IsString() SHELL_PASSES =
    'PATH,HOME,LANG,LC_ALL,TZ,USER,LOGNAME,TMPDIR,SSL_CERT_FILE,SSL_CERT_DIR,NODE_EXTRA_CA_CERTS,HTTP_PROXY,HTTPS_PROXY,NO_PROXY,http_proxy,https_proxy,no_proxy';
  /** Processes and threads that one step may have at once; 0 = any number. Needs a cgroup with the pids controller. */
  @ValidateIf(({ STEP_PIDS_MAX }: ShellConfig) => STEP_PIDS_MAX !== 0) @IsInt() @Min(32) STEP_PIDS_MAX = 4_096;
  /** Ports that steps are given which leave the number to it: the first and the last. */
  @IsPortRange() SHELL_PORTS = '20000-29999';
  /** Milliseconds between SIGTERM and SIGKILL. No longer than the platform waits for the end of a step that nobody feeds. */
  @IsInt() @Min(0) @Max(10_000) STOP_GRACE_MS = 10_000;
}

/** Both ends belong to it. */
export const portRangeOf = ({ SHELL_PORTS }: Pick<ShellConfig, 'SHELL_PORTS'>): PortRange => {
  const [first = 0, last = 0] = SHELL_PORTS.split('-').map(Number);
  return { first, last };
};

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
