import type { YardClient } from '@switchyard/client';
import type { AttemptId } from '@switchyard/contracts';
import { insist, type Run } from '../load.js';
import type { FaultsHouse } from '../faults-house.js';
import { keptWhatWasLeft } from './artifacts.js';
import { begunAtMostOnce, outputAsPrinted } from './attempts.js';
import { endedAsItMust, endsAreFinal } from './executions.js';
import { readToTheEnd } from './readers.js';

/** Everything that must hold of one run when it has ended, whatever has died meanwhile. One sentence per violation. */
export const violationsOf = async (
  { client, ...house }: Pick<FaultsHouse, 'client'> & { begun: string[] },
  run: Run,
) => {
  const view = await run.ended;
  const ended = endedAsItMust(run, view);
  if (!view) return ended;
  const events = await insist(() => client.events(run.id));
  const stored = new Map<string, string>();
  for (const { id, status, logBytes = 0 } of view.steps.flatMap(step => step.attempts))
    if (status !== 'queued') stored.set(id, await storedOf(client, run, id, logBytes));
  return [
    ...ended,
    ...endsAreFinal(view, events),
    ...begunAtMostOnce(view, house.begun),
    ...outputAsPrinted(view, attempt => stored.get(attempt.id) ?? '', 'the store'),
    ...outputAsPrinted(view, attempt => run.reading.output.get(attempt.id) ?? '', 'the stream'),
    ...readToTheEnd(view, run.reading),
    ...(await keptWhatWasLeft(client, view)),
  ];
};

/** How long the last of an output may be on its way into the store. */
const patienceMs = 30_000;

/** The stored output, when all of it is there. */
const storedOf = async (client: YardClient, { id }: Run, attempt: AttemptId, bytes: number): Promise<string> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const stream = await insist(() => client.log(id, attempt));
    const stored = await new Response(stream).bytes().catch(() => new Uint8Array());
    if (stored.length >= bytes || performance.now() > until) return new TextDecoder().decode(stored);
  }
};
