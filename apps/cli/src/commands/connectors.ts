import type { ConnectorView, SessionId } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { between } from '../view/duration.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface Options {
  json: boolean;
  data?: string;
}

/** Processes that run steps, with what they run. */
export const listConnectors = async (terminal: Terminal, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const connectors = await client.connectors.list();
  if (json) terminal.json(connectors);
  else if (connectors.length === 0) terminal.line('no connector is there');
  else for (const line of connectorTable(connectors, Date.now())) terminal.line(line);
  return exit.success;
};

const connectorTable = (connectors: readonly ConnectorView[], now: number): string[] =>
  table(
    ['id', 'connector', 'pool', 'host', 'state', 'heard of', 'slots'],
    connectors.map(one => [
      one.session,
      one.connector,
      plain(one.pool),
      plain(one.host ?? ''),
      stateOf(one),
      `${between(one.lastBeatAt, undefined, now)} ago`,
      `${one.running} of ${one.slots}`,
    ]),
  );

const stateOf = ({ alive, drain }: ConnectorView): string => {
  if (drain) return `◌ drained by ${plain(drain.actor)}${drain.heard ? '' : ', which it has not heard yet'}`;
  return alive ? '● alive' : '○ silent';
};

/** It takes no new steps, and goes on with what it runs. */
export const drainConnector = async (
  terminal: Terminal,
  session: string,
  { reason, json, data }: Options & { reason?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  return told(terminal, await client.connectors.drain(session as SessionId, reason), json);
};

/** It takes steps again. */
export const undrainConnector = async (
  terminal: Terminal,
  session: string,
  { json, data }: Options,
): Promise<number> => {
  const { client } = await mustRun(data);
  return told(terminal, await client.connectors.undrain(session as SessionId), json);
};

const told = (terminal: Terminal, view: ConnectorView, json: boolean): number => {
  if (json) terminal.json(view);
  else terminal.line(`${view.connector} in pool ${plain(view.pool)}: ${stateOf(view)}`);
  return exit.success;
};
