import { type Place, YardError } from '@switchyard/client';
import type { ExecutionId, ExecutionView, StreamFrame } from '@switchyard/contracts';
import { Stop } from './exit.js';
import type { Connection } from './platform/connect.js';
import { Silence } from './silence.js';
import type { Terminal } from './view/terminal.js';

export interface WatchOptions {
  id: ExecutionId;
  /** How far the reader has got; another watch may go on from there. */
  place: Place;
  show: (frame: StreamFrame) => void;
}

/** Shows an execution to its end, and gives it; undefined when the platform has ended before. */
export const watch = async (
  terminal: Terminal,
  connection: Connection,
  { id, place, show }: WatchOptions,
): Promise<ExecutionView | undefined> => {
  const given = new AbortController();
  const silence = new Silence(terminal, connection.client.url);
  const onLost = async () => {
    if (await connection.isGone()) given.abort();
    else if (silence.isTooLong())
      given.abort(silence.stop(`the execution may go on there; to go on watching: yard logs ${id} --follow`));
  };
  for await (const frame of connection.client.follow(id, {
    place,
    signal: given.signal,
    onLost: () => void onLost(),
  })) {
    silence.ends();
    show(frame);
    await terminal.drained();
    if (frame.event === 'end') return atEnd(connection, id);
  }
  if (given.signal.reason instanceof Stop) throw given.signal.reason;
  return undefined;
};

const atEnd = async ({ client, isGone }: Connection, id: ExecutionId): Promise<ExecutionView | undefined> => {
  try {
    return await client.execution(id);
  } catch (error) {
    if (error instanceof YardError && error.mayHeal && (await isGone())) return undefined;
    throw error;
  }
};
