import { randomUUID } from 'node:crypto';
import { type YardClient, YardError } from '@switchyard/client';
import type { ExecutionId, ExecutionView, Finding } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import { type Millis, sleep } from '@switchyard/kernel';
import { exit, Stop } from '../exit.js';
import { leftOf } from './not-repeated.js';
import { filesOf, type Original, triggerOf } from './original.js';

/** What a run takes that its platform tells nobody. */
export interface Given {
  environment: Record<string, string>;
  secrets: Record<string, string>;
}

/** An execution that has ended here, and why some of its steps have not been run. */
export interface Repeated {
  execution: ExecutionView;
  left: ReadonlyMap<string, string>;
  pushed: boolean;
}

const lookAgainMs: Millis = 250;

/** Runs the same once more on a platform that has nothing yet, as far as it goes by itself. */
export const repeatRun = async (
  client: YardClient,
  original: Original,
  given: Given,
  signal: AbortSignal,
): Promise<Repeated> => {
  const { project } = original.execution;
  const { yaml, files, library, pushed } = filesOf(original.version);
  if (project !== 'default') await client.projects.create({ id: project });
  for (const [name, text] of Object.entries(library))
    await client.catalogue.putTemplate(name.slice('library:'.length), text, { project });
  for (const [name, value] of Object.entries(given.secrets)) await client.secrets.put(project, name, value);
  const { pipeline } = await client.applyPipeline(yaml, { project, files }).catch(refused);
  const answer = await client.trigger(pipeline.id, triggerOf(original.execution, given.environment), randomUUID());
  return { ...(await asFarAsItGoes(client, answer.execution_id, signal)), pushed };
};

/** Findings are of more use than that there are some. */
const refused = (error: unknown): never => {
  const findings: Finding[] = (error instanceof YardError && error.answer?.details?.findings) || [];
  if (findings.length === 0) throw error;
  throw new Stop(
    exit.platform,
    'this version of the platform does not take the pipeline as it was',
    findings.map(({ message }) => message),
  );
};

const asFarAsItGoes = async (
  client: YardClient,
  id: ExecutionId,
  signal: AbortSignal,
): Promise<Omit<Repeated, 'pushed'>> => {
  // What nobody takes at first may be about to be taken.
  for (let still = 0; ;) {
    const execution = await client.execution(id).catch(unlessEarly);
    signal.throwIfAborted();
    const left = execution && leftOf(execution, isFinal(execution.status) ? [] : await client.why(id));
    if (execution && isFinal(execution.status)) return { execution, left: new Map() };
    still = left ? still + 1 : 0;
    if (execution && left && still > 2) {
      await client.cancel(id, 'what is left of it is not repeated', true);
      return { execution, left };
    }
    await sleep(lookAgainMs, signal);
  }
};

/** A trigger that is accepted and not handed over yet. */
const unlessEarly = (error: unknown): undefined => {
  if (!(error instanceof YardError) || (error.status !== 404 && !error.mayHeal)) throw error;
};
