import { Place, type YardClient } from '@switchyard/client';
import type { ExecutionId } from '@switchyard/contracts';
import { codeOf } from '../attend.js';
import { exit, Stop } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect, type Connection } from '../platform/connect.js';
import { tellClosing } from '../view/closing.js';
import { Colours } from '../view/colours.js';
import { Lines } from '../view/lines.js';
import { Live } from '../view/live.js';
import type { Terminal } from '../view/terminal.js';
import { watch } from '../watch.js';

export interface LogsOptions {
  follow: boolean;
  data?: string;
}

/** The output of an execution: the newest one unless one is named. */
export const logs = async (
  terminal: Terminal,
  word: string | undefined,
  { follow, data }: LogsOptions,
): Promise<number> => {
  const connection = await connect(terminal, { data });
  try {
    const id = await executionNamed(connection.client, word ?? 'last');
    return await (follow ? followed(terminal, connection, id, data) : whole(terminal, connection.client, id));
  } finally {
    await connection.close();
  }
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
  data: string | undefined,
): Promise<number> => {
  const live = new Live(terminal, data);
  const execution = await watch(terminal, connection, { id, place: new Place(true), show: frame => live.show(frame) });
  if (!execution) throw new Stop(exit.platform, `the platform at ${connection.client.url} has ended`);
  tellClosing(terminal, execution, Date.now(), data);
  return codeOf(execution);
};
