import { insist, type Run } from '../load.js';
import type { FaultsHouse } from '../faults-house.js';
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
  for (const { id, status } of view.steps.flatMap(step => step.attempts))
    if (status !== 'queued') stored.set(id, await textOf(await insist(() => client.log(run.id, id))));
  return [
    ...ended,
    ...endsAreFinal(view, events),
    ...begunAtMostOnce(view, house.begun),
    ...outputAsPrinted(view, attempt => stored.get(attempt.id) ?? '', 'the store'),
    ...outputAsPrinted(view, attempt => run.reading.output.get(attempt.id) ?? '', 'the stream'),
    ...readToTheEnd(view, run.reading),
  ];
};

const textOf = (stream: ReadableStream<Uint8Array>): Promise<string> => new Response(stream).text();
