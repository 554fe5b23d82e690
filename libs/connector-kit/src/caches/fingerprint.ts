import { createHash } from 'node:crypto';
import type { Grant } from '@switchyard/contracts';
import { canonical } from '@switchyard/kernel';

/** Where a step runs, as far as that may change what it makes. */
export interface Machine {
  /** The type of its connector. */
  connector: string;
  pool: string;
  /** Of the operating system and the processor. */
  platform: string;
}

export interface Input {
  /** More that must be the same, filled in. */
  key: string;
  /** Of the files it reads; absent where there are none. */
  files?: string | undefined;
}

/**
 * What must be the same for the result of a step to be the same: its command and all else its connector reads, its
 * services, its variables but for those that tell of the run and those that hold secrets, and its files.
 */
export const fingerprintOf = (grant: Grant, machine: Machine, input: Input): string => {
  const { config, services = [], secretNames = [], memo, workspace = 'shared' } = grant;
  const environment = Object.entries(grant.environment).filter(([name]) => isOfStep(name, secretNames));
  const all = {
    v: 1,
    machine,
    input,
    config,
    services,
    environment: Object.fromEntries(environment),
    secretNames: secretNames.toSorted(),
    memo,
    workspace,
  };
  return createHash('sha256').update(canonical(all)).digest('hex');
};

/** Names of runs, branches and attempts differ from run to run. */
const isOfStep = (name: string, secretNames: readonly string[]): boolean =>
  !name.startsWith('YARD_') && name !== 'TRACEPARENT' && !secretNames.includes(name);
