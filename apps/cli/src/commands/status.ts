import type { YardClient } from '@switchyard/client';
import type { AgentView, ExecutionStatus, ExecutionSummary, HealthAnswer } from '@switchyard/contracts';
import { plain } from '../view/clean.js';
import { between } from '../view/duration.js';
import { tellHeld } from '../debug/tell-held.js';
import { exit } from '../exit.js';
import { running } from '../platform/connect.js';
import { dataDirectory } from '../platform/found.js';
import { standings } from '../standing.js';
import { executionTable } from '../view/executions.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

/** `yard list` shows more. */
const mostShown = 20;

/** Says what runs. */
export const status = async (terminal: Terminal, { data, json }: { data?: string; json: boolean }): Promise<number> => {
  const connection = await running(data);
  if (!connection) {
    if (json) terminal.json({ running: false });
    else terminal.line(`nothing runs on ${dataDirectory(data)}; start it with: yard up`);
    return exit.platform;
  }
  const { client } = connection;
  const [health, agents, executions, pending] = await Promise.all([
    client.health(),
    client.agents(),
    executionsThat(client, 'running'),
    executionsThat(client, 'pending'),
  ]);
  const alive = agents.filter(agent => agent.alive);
  if (json) {
    terminal.json({ running: true, url: client.url, health, agents: alive, executions, pending });
    return exit.success;
  }
  for (const line of healthLines(terminal, client.url, health)) terminal.line(line);
  terminal.line(`  ${executions.length} executions are running, ${pending.length} have not started`);
  if (connection.isLocal) await tellHeld(terminal, undefined, dataDirectory(data));
  terminal.line();
  const open = [...executions, ...pending].slice(0, mostShown);
  if (open.length > 0) {
    for (const line of executionTable(terminal, open, await standings(client, open), Date.now())) terminal.line(line);
    terminal.line();
  }
  for (const line of agentTable(alive)) terminal.line(line);
  return exit.success;
};

const executionsThat = async (client: YardClient, is: ExecutionStatus): Promise<ExecutionSummary[]> =>
  (await client.executions({ status: is, limit: 200 })).executions;

const agentTable = (alive: readonly AgentView[]): string[] => {
  const rows = alive.map(agent => [
    plain(agent.service),
    String(agent.pid),
    plain(agent.host),
    between(agent.startedAt, undefined, Date.now()),
    agent.slots === undefined ? '' : `${agent.running ?? 0} of ${agent.slots}`,
  ]);
  return table(['service', 'pid', 'host', 'up', 'slots'], rows);
};

const healthLines = ({ colors }: Terminal, url: string, { status: is, version, checks }: HealthAnswer): string[] => {
  const mark = is === 'healthy' ? colors.green('●') : colors.red('●');
  const parts = Object.entries(checks).map(([name, check]) => {
    const fine = check.status === 'up';
    return `  ${name} ${fine ? `${check.latencyMs.toFixed(1)} ms` : colors.red(plain(check.detail ?? check.status))}`;
  });
  return [`${mark} Switchyard ${version} at ${url}: ${is}`, ...parts];
};
