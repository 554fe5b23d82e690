import type { YardClient } from '@switchyard/client';
import type { ExecutionView, StepView } from '@switchyard/contracts';
import { Lines } from '../view/lines.js';
import { type Difference, differenceOf, type StepSide } from './compare.js';
import { incomparable, type NotRepeated } from './not-repeated.js';

export interface Verdict {
  /** Names of steps that came out the same, as far as was looked. */
  same: string[];
  notRepeated: NotRepeated[];
  difference?: Difference;
}

/** A run, and who has its output. */
export interface Run {
  execution: ExecutionView;
  client: Pick<YardClient, 'log'>;
}

/** Compares step by step, in the order of the plan, up to the first difference. */
export const verdictOn = async (there: Run, here: Run, left: ReadonlyMap<string, string>): Promise<Verdict> => {
  const verdict: Verdict = { same: [], notRepeated: [] };
  const ofHere = new Map(here.execution.steps.map(step => [step.id, step]));
  for (const step of there.execution.steps) {
    const why = left.get(step.id) ?? incomparable(step);
    if (why !== undefined) verdict.notRepeated.push({ step: step.name, why });
    if (why !== undefined || verdict.difference) continue;
    const other = ofHere.get(step.id);
    const difference = await differenceOf(sideOf(there, step), other && sideOf(here, other));
    if (difference) verdict.difference = difference;
    else verdict.same.push(step.name);
  }
  return verdict;
};

/** The output of a step is that of its last attempt; a result that was taken from elsewhere has none. */
const sideOf = ({ client, execution }: Run, step: StepView): StepSide => {
  const { id, name, status, exitCode, signal, reason, outputs, cached, attempts } = step;
  const attempt = attempts.at(-1);
  const lines = attempt && !cached ? () => linesOf(client.log(execution.id, attempt.id)) : undefined;
  return {
    id,
    name,
    status,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    ...(reason === undefined ? {} : { reason }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(lines ? { lines } : {}),
  };
};

async function* linesOf(log: Promise<ReadableStream<Uint8Array>>): AsyncGenerator<string> {
  const [lines, decoder] = [new Lines(), new TextDecoder()];
  for await (const bytes of await log) yield* lines.add(decoder.decode(bytes, { stream: true }));
  const rest = lines.flush();
  if (rest !== undefined) yield rest;
}
