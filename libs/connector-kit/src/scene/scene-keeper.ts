import type { Grant, StepScene } from '@switchyard/contracts';
import { reasonOf } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Ending, Place, RunningAttempt } from '../connector.js';
import { WrappedConnector } from '../wrapped-connector.js';
import { keepScene } from './scenes.js';

/** Somebody may want to stand where it stood: it ran, and nobody stopped it. */
const isWorthALook = ({ kind, failure, begun }: Ending): boolean =>
  failure !== undefined && begun !== false && kind !== 'cancelled' && kind !== 'fenced';

/** A connector whose steps, where they do not end well, leave behind what it takes to stand where they stood. */
export class SceneKeeper extends WrappedConnector {
  override async start(grant: Grant, place: Place): Promise<RunningAttempt> {
    return this.watched(grant, place, await this.inner.start(grant, place));
  }

  override async adopt(grant: Grant, place: Place): Promise<RunningAttempt | undefined> {
    const found = await this.inner.adopt(grant, place);
    return found && this.watched(grant, place, found);
  }

  /** The scene is there before anybody is told of the end. */
  private watched(grant: Grant, place: Place, attempt: RunningAttempt): RunningAttempt {
    return {
      log: attempt.log,
      outcome: async signal => {
        const ending = await attempt.outcome(signal);
        if (isWorthALook(ending)) await this.keep(grant, place);
        return ending;
      },
      stop: () => attempt.stop(),
      kill: () => attempt.kill(),
      feed: () => attempt.feed(),
    };
  }

  private async keep(grant: Grant, place: Place): Promise<void> {
    const { executionId, stepId, attemptId, secretNames = [] } = grant;
    try {
      const footing = await this.inner.footing(withoutSecrets(grant), place);
      if (!footing) return;
      const facts = { executionId, stepId, attemptId, connector: this.type, workspace: place.workspace };
      await keepScene({ v: 1, ...facts, withheld: [...secretNames], ...footing } satisfies StepScene);
    } catch (error) {
      loggerOf(`connector-${this.type}`).warn({ attemptId, error: reasonOf(error) }, 'scene of a step not kept');
    }
  }
}

const withoutSecrets = (grant: Grant): Grant => {
  const secret = new Set<string>(grant.secretNames);
  const environment = Object.entries(grant.environment).filter(([name]) => !secret.has(name));
  return { ...grant, environment: Object.fromEntries(environment) };
};
