import 'reflect-metadata';
import { prepareShim, startConnector } from '@switchyard/connector-kit';
import type { RunningService } from '@switchyard/kernel';
import { limitsOf, passedEnvironment, portRangeOf, ShellConfig } from './config.js';
import { MachinePorts } from './machine-ports.js';
import { ShellConnector } from './shell.connector.js';

export { ShellConfig } from './config.js';

export const startShellConnector = async (config: ShellConfig): Promise<RunningService> =>
  startConnector(
    config,
    new ShellConnector(
      await prepareShim(),
      passedEnvironment(config),
      limitsOf(config),
      new MachinePorts(portRangeOf(config)),
    ),
  );
