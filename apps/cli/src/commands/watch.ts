import { Place } from '@switchyard/client';
import { codeOf } from '../attend.js';
import { exit, Stop } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { tellClosing } from '../view/closing.js';
import type { Terminal } from '../view/terminal.js';
import { watch } from '../watch.js';
import { onlooker } from '../onlooker.js';

/** The live tree of an execution to its end; lines where it cannot be drawn. Leaving it ends nothing. */
export const watchExecution = async (
  terminal: Terminal,
  word: string,
  { json, data }: { json: boolean; data?: string },
): Promise<number> => {
  const connection = await connect(terminal, { data });
  const { client } = connection;
  try {
    const id = await executionNamed(client, word);
    const looking = onlooker(terminal, { json, watch: true, ...(data === undefined ? {} : { data }) }, () =>
      client.execution(id),
    );
    const execution = await watch(terminal, connection, { id, place: new Place(false), show: looking.show }).finally(
      looking.close,
    );
    if (!execution) throw new Stop(exit.platform, `the platform at ${client.url} has ended`);
    if (json) terminal.json({ event: 'result', data: execution });
    else tellClosing(terminal, execution, Date.now(), data);
    return codeOf(execution);
  } finally {
    await connection.close();
  }
};
