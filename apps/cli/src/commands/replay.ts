import type { YardClient } from '@switchyard/client';
import type { AttemptId, ExecutionId, YardEvent } from '@switchyard/contracts';
import { type Millis, sleep } from '@switchyard/kernel';
import { exit, Stop } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { momentsOf } from '../replay/moments.js';
import { type Speed, waitFor } from '../replay/pace.js';
import { tellClosing } from '../view/closing.js';
import { Live } from '../view/live.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface ReplayOptions {
  speed: Speed;
  json: boolean;
  data?: string;
}

/** Timers take no more than 24 days at once, and an approval may. */
const longestSleepMs: Millis = 86_400_000;

/** Shows an execution again as it was live, from what is stored of it. */
export const replay = async (
  terminal: Terminal,
  word: string,
  { speed, json, data }: ReplayOptions,
): Promise<number> => {
  const connection = await connect(terminal, { data });
  try {
    const { client } = connection;
    const id = await executionNamed(client, word);
    const events = await eventsOf(client, id);
    const [first] = events;
    if (!first) throw new Stop(exit.badInput, `nothing has happened to ${id} yet`);
    terminal.note(`${id} of ${first.time}, ${speed === 'max' ? 'without pauses' : `${speed} times as fast`}`);
    await show(terminal, client, id, { events, speed, json, data });
    const execution = await client.execution(id);
    if (json) terminal.json({ event: 'result', data: execution });
    else if (execution.finishedAt) tellClosing(terminal, execution, Date.now(), data);
    else terminal.note(`it goes on; to watch it: ${suggestion(['logs', id, '--follow'], data)}`);
    return exit.success;
  } finally {
    await connection.close();
  }
};

const eventsOf = async (client: YardClient, id: ExecutionId): Promise<YardEvent[]> => {
  const events: YardEvent[] = [];
  for (;;) {
    const found = await client.events(id, events.at(-1)?.data.rev ?? 0);
    if (found.length === 0) return events;
    events.push(...found);
  }
};

const show = async (
  terminal: Terminal,
  client: YardClient,
  id: ExecutionId,
  { events, speed, json, data }: { events: YardEvent[]; speed: Speed; json: boolean; data: string | undefined },
): Promise<void> => {
  const live = new Live(terminal, data);
  const outputOf = async (attempt: AttemptId) => new Response(await client.log(id, attempt)).text();
  const startedAt = performance.now();
  let first: Millis | undefined;
  for await (const { at, frame } of momentsOf(events, outputOf)) {
    first ??= at;
    const wait = () => waitFor(at, { first: first ?? at, speed, shownFor: performance.now() - startedAt });
    for (let ms = wait(); ms > 0; ms = wait()) await sleep(Math.min(ms, longestSleepMs));
    if (json) terminal.json(frame);
    else live.show(frame);
    await terminal.drained();
  }
};
