import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionView, TriggerBody, VersionAnswer } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import { exit, Stop } from '../exit.js';
import { withoutPushes } from './without-pushes.js';

/** What an execution ran, as far as its platform can say. */
export interface Original {
  execution: ExecutionView;
  version: VersionAnswer;
}

/** @throws Stop for one that has not ended */
export const originalOf = async (client: YardClient, id: ExecutionId): Promise<Original> => {
  const execution = await client.execution(id);
  if (!isFinal(execution.status))
    throw new Stop(exit.badInput, `${id} has not ended`, [`wait for it: yard logs ${id} --follow`]);
  const version = await client.catalogue.version(execution.pipelineId, execution.pipelineVersion);
  return { execution, version };
};

/** The same trigger, as somebody may give it by hand. */
export const triggerOf = (
  { trigger: { type, branch, commit, repository }, inputs }: ExecutionView,
  environment: Record<string, string>,
): TriggerBody => ({
  trigger_type: type,
  ...(branch === undefined ? {} : { branch }),
  ...(commit === undefined ? {} : { commit_hash: commit }),
  ...(repository === undefined ? {} : { repository }),
  ...(inputs === undefined ? {} : { inputs }),
  ...(Object.keys(environment).length > 0 ? { environment } : {}),
});

/** What of a trigger cannot be given by hand. */
export const lostOf = ({ trigger: { tag, pullRequest, event, tick, after } }: ExecutionView): string[] => {
  const facts = { tag, 'pull request': pullRequest, event, schedule: tick, 'execution before it': after };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return known.map(([name, value]) => `its trigger named a ${name} (${String(value)}), which is not repeated`);
};

/** Its file with all it includes, without the pushes of images. */
export const filesOf = ({ yaml, includes }: VersionAnswer) => {
  const own = withoutPushes(yaml);
  const others = Object.entries(includes).map(([path, text]) => [path, withoutPushes(text)] as const);
  const pushed = own.pushed || others.some(([, one]) => one.pushed);
  const textsOf = (isLibrary: boolean) =>
    Object.fromEntries(
      others.filter(([path]) => path.startsWith('library:') === isLibrary).map(([path, { text }]) => [path, text]),
    );
  return { yaml: own.text, files: textsOf(false), library: textsOf(true), pushed };
};
