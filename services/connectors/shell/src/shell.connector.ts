import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Connector,
  type Footing,
  makeOutputFile,
  type Place,
  type RunningAttempt,
  type RunningShim,
  type Shim,
  withOutputs,
} from '@switchyard/connector-kit';
import { type Grant, type PortNote, portVariable } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import type { StepLimits } from './config.js';
import { endingOf } from './ending.js';
import { type MachinePorts, portsIn } from './machine-ports.js';
import { readSpec, type ShellSpec } from './spec.js';
import { workingDirectoryOf } from './working-directory.js';

/** Runs steps as processes of this machine, each under a shim of its own. */
export class ShellConnector extends Connector {
  readonly type = 'shell';

  constructor(
    private readonly shim: Shim,
    /** What steps see of this process's environment; the grant's comes on top. */
    private readonly environment: Record<string, string>,
    private readonly limits: StepLimits,
    private readonly machinePorts: MachinePorts,
  ) {
    super();
  }

  async start(grant: Grant, place: Place): Promise<RunningAttempt> {
    const spec = readSpec(grant.config);
    const workingDirectory = await workingDirectoryOf(place.workspace, spec.workingDirectory);
    const ports = await this.machinePorts.take(grant.ports ?? [], place.directory);
    const job = {
      argv: await commandOf(spec, place.directory),
      environment: {
        ...this.environment,
        ...grant.environment,
        ...variablesOf(ports),
        YARD_WORKSPACE: place.workspace,
        YARD_OUTPUT: await makeOutputFile(place.directory),
      },
      workingDirectory,
      leaseMs: grant.leaseMs,
      ...this.limits,
      ...(grant.timeoutMs === undefined ? {} : { deadlineMs: grant.timeoutMs }),
    };
    reach('shell.start.beforeShim');
    const shim = await this.shim.start(place.directory, job);
    reach('shell.start.afterShim');
    return attemptOf(shim, ports);
  }

  async adopt(_grant: Grant, place: Place): Promise<RunningAttempt | undefined> {
    const found = await this.shim.adopt(place.directory);
    if (found) reach('shell.adopt.found');
    return found && attemptOf(found, portsIn(place.directory));
  }

  override async footing(grant: Grant, place: Place): Promise<Footing> {
    const wanted = readSpec(grant.config).workingDirectory;
    const directory = await workingDirectoryOf(place.workspace, wanted).catch(() => place.workspace);
    const environment = { ...this.environment, ...grant.environment, YARD_WORKSPACE: place.workspace };
    return { directory, environment };
  }

  override reap(root: string): Promise<string[]> {
    return this.shim.reap(root);
  }
}

const commandOf = async ({ command, script = '' }: ShellSpec, directory: string): Promise<string[]> => {
  if (command !== undefined) return ['/bin/sh', '-e', '-c', command];
  const file = join(directory, 'script');
  await writeFile(file, script, { mode: 0o700 });
  await chmod(file, 0o700);
  return script.startsWith('#!') ? [file] : ['/bin/sh', '-e', file];
};

const variablesOf = (ports: readonly PortNote[]): Record<string, string> =>
  Object.fromEntries(ports.map(({ name, port }) => [portVariable(name), String(port)]));

const attemptOf = (shim: RunningShim, ports: readonly PortNote[]): RunningAttempt => ({
  log: shim.log,
  ...(ports.length > 0 ? { ports: Promise.resolve(ports) } : {}),
  outcome: async signal => withOutputs(endingOf(await shim.outcome(signal)), shim.directory),
  stop: () => shim.stop(),
  kill: () => shim.kill(),
  feed: () => shim.feed(),
});
