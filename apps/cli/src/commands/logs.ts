import { Place, type YardClient } from '@switchyard/client';
import type { ExecutionId } from '@switchyard/contracts';
import { codeOf } from '../attend.js';
import { exit, Stop } from '../exit.js';
import { executionNamed } from '../named.js';
import { onlooker } from '../onlooker.js';
import { connect, type Connection } from '../platform/connect.js';
import { tellClosing } from '../view/closing.js';
import { plain } from '../view/clean.js';
import { Colours } from '../view/colours.js';
import { Lines } from '../view/lines.js';
import type { Terminal } from '../view/terminal.js';
import { watch } from '../watch.js';

export interface LogsOptions {
  follow: boolean;
  search?: string;
  limit: number;
  json: boolean;
  data?: string;
}

/** The output of an execution: the newest one unless one is named. */
export const logs = async (terminal: Terminal, word: string | undefined, options: LogsOptions): Promise<number> => {
  const { follow, search, json, data } = options;
  const connection = await connect(terminal, { data });
  try {
    const id = await executionNamed(connection.client, word ?? 'last');
    if (search !== undefined) return await found(terminal, connection.client, id, { ...options, search });
    if (follow) return await followed(terminal, connection, id, options);
    return await (json ? numbered(terminal, connection.client, id) : whole(terminal, connection.client, id));
  } finally {
    await connection.close();
  }
};

/** Lines with a text, with their numbers. */
const found = async (
  terminal: Terminal,
  client: YardClient,
  id: ExecutionId,
  { search, limit, json }: LogsOptions & { search: string },
): Promise<number> => {
  const answer = await client.searchLog(id, search, { limit });
  if (json) terminal.json(answer);
  else for (const { attempt, line, text } of answer.matches) terminal.line(`${attempt}:${line}: ${plain(text)}`);
  if (!json && answer.stopped)
    terminal.note(`there may be more: ${answer.stopped === 'limit' ? 'raise --limit' : 'the output is long'}`);
  return answer.matches.length > 0 ? exit.success : exit.failure;
};

/** A line of JSON for each. */
const numbered = async (terminal: Terminal, client: YardClient, id: ExecutionId): Promise<number> => {
  const decoder = new TextDecoder();
  const lines = new Lines();
  let line = 0;
  const tell = (text: string) => terminal.json({ line: (line += 1), text });
  for await (const bytes of await client.log(id)) {
    lines.add(decoder.decode(bytes, { stream: true })).forEach(tell);
    await terminal.drained();
  }
  const rest = lines.flush();
  if (rest !== undefined) tell(rest);
  return exit.success;
};

/** The bytes as they are for another program; made harmless for a terminal. */
const whole = async (terminal: Terminal, client: YardClient, id: ExecutionId): Promise<number> => {
  const decoder = new TextDecoder();
  const lines = new Lines();
  const colours = new Colours();
  for await (const bytes of await client.log(id))
    if (!terminal.isInteractive) await terminal.bytes(bytes);
    else
      for (const line of lines.add(decoder.decode(bytes, { stream: true })))
        terminal.line(terminal.output(line, colours));
  const rest = lines.flush();
  if (rest !== undefined) terminal.line(terminal.output(rest, colours));
  return exit.success;
};

const followed = async (
  terminal: Terminal,
  connection: Connection,
  id: ExecutionId,
  { json, data }: LogsOptions,
): Promise<number> => {
  const looking = onlooker(terminal, { json, ...(data === undefined ? {} : { data }) }, () =>
    connection.client.execution(id),
  );
  const execution = await watch(terminal, connection, { id, place: new Place(true), show: looking.show });
  if (!execution) throw new Stop(exit.platform, `the platform at ${connection.client.url} has ended`);
  if (json) terminal.json({ event: 'result', data: execution });
  else tellClosing(terminal, execution, Date.now(), data);
  return codeOf(execution);
};
