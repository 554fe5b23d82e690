import { Connector, type Place, type RunningAttempt } from '@switchyard/connector-kit';
import type { Grant } from '@switchyard/contracts';
import { NullAttempt } from './null-attempt.js';
import { readSpec } from './spec.js';

/** Runs nothing: for trying pipelines, and the platform itself. */
export class NullConnector extends Connector {
  readonly type = 'null';

  async start(grant: Grant, { directory }: Place): Promise<RunningAttempt> {
    return NullAttempt.start(directory, readSpec(grant.config), grant);
  }

  adopt(grant: Grant, { directory }: Place): Promise<RunningAttempt | undefined> {
    return NullAttempt.adopt(directory, readSpec(grant.config), grant);
  }
}
