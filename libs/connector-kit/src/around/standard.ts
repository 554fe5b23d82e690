import type { Bus } from '@switchyard/bus';
import type { ConnectorConfig } from '../config.js';
import { SourceAround } from '../source/source-around.js';
import type { Around } from './around.js';

export interface AroundTools {
  bus: Bus;
  config: ConnectorConfig;
}

/** What lies around the steps of every connector, from the outside in: first before the step, last after it. */
export const standardArounds = async ({ config }: AroundTools): Promise<Around[]> => [
  await SourceAround.open(config.DATA_DIRECTORY, config),
];
