import type { FeedFilter, YardClient } from '@switchyard/client';
import type { EventType, YardEvent } from '@switchyard/contracts';
import { exit, Stop } from '../exit.js';
import { connect, type Connection, mustRun } from '../platform/connect.js';
import { Silence } from '../silence.js';
import { eventLine } from '../view/event-line.js';
import type { Terminal } from '../view/terminal.js';

export interface EventsOptions {
  project?: string;
  type?: EventType;
  since: string;
  follow: boolean;
  json: boolean;
  data?: string;
}

/** Of one request; the platform gives no more. */
const page = 1_000;

/** What happened to all executions, and with `follow` what happens. */
export const events = async (terminal: Terminal, options: EventsOptions): Promise<number> => {
  const { project, type, since, follow, json, data } = options;
  const filter = { since, ...(project === undefined ? {} : { project }), ...(type === undefined ? {} : { type }) };
  // What nothing runs on cannot be followed.
  const connection = follow ? await mustRun(data) : await connect(terminal, { data });
  try {
    const told = follow ? live(terminal, connection, filter) : stored(connection.client, filter);
    for await (const event of told) {
      if (json) terminal.json(event);
      else terminal.line(eventLine(terminal, event));
      await terminal.drained();
    }
    return exit.success;
  } finally {
    await connection.close();
  }
};

async function* stored(client: YardClient, filter: FeedFilter): AsyncGenerator<YardEvent> {
  for (let after: string | undefined, more = true; more;) {
    const found = await client.feed({ ...filter, limit: page, ...(after === undefined ? {} : { after }) });
    yield* found.events;
    after = found.next;
    more = after !== undefined && found.events.length === page;
  }
}

async function* live(terminal: Terminal, connection: Connection, filter: FeedFilter): AsyncGenerator<YardEvent> {
  const given = new AbortController();
  const { url } = connection.client;
  const silence = new Silence(terminal, url);
  const onLost = async () => {
    if (await connection.isGone()) given.abort(new Stop(exit.platform, `the platform at ${url} has ended`));
    else if (silence.isTooLong()) given.abort(silence.stop('yard status says how it is'));
  };
  const { signal } = given;
  for await (const event of connection.client.followFeed({ ...filter, signal, onLost: () => void onLost() })) {
    silence.ends();
    yield event;
  }
  throw signal.reason;
}
