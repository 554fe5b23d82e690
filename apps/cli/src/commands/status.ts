import { plain } from '../view/clean.js';
import { between } from '../view/duration.js';
import { exit } from '../exit.js';
import { running } from '../platform/connect.js';
import { dataDirectory } from '../platform/found.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

/** Says what runs. */
export const status = async (terminal: Terminal, { data, json }: { data?: string; json: boolean }): Promise<number> => {
  const connection = await running(data);
  if (!connection) {
    if (json) terminal.json({ running: false });
    else terminal.line(`nothing runs on ${dataDirectory(data)}; start it with: yard up`);
    return exit.platform;
  }
  const { client } = connection;
  const [health, agents, { executions }] = await Promise.all([
    client.health(),
    client.agents(),
    client.executions({ status: 'running', limit: 200 }),
  ]);
  const alive = agents.filter(agent => agent.alive);
  if (json) {
    terminal.json({ running: true, url: client.url, health, agents: alive, executions });
    return exit.success;
  }
  const { colors } = terminal;
  const mark = health.status === 'healthy' ? colors.green('●') : colors.red('●');
  terminal.line(`${mark} Switchyard ${health.version} at ${client.url}: ${health.status}`);
  for (const [name, { status: is, latencyMs, detail }] of Object.entries(health.checks))
    terminal.line(`  ${name} ${is === 'up' ? `${latencyMs.toFixed(1)} ms` : colors.red(plain(detail ?? is))}`);
  terminal.line(`  ${executions.length} executions are running`);
  terminal.line();
  const rows = alive.map(agent => [
    plain(agent.service),
    String(agent.pid),
    plain(agent.host),
    between(agent.startedAt, undefined, Date.now()),
    agent.slots === undefined ? '' : `${agent.running ?? 0} of ${agent.slots}`,
  ]);
  for (const line of table(['service', 'pid', 'host', 'up', 'slots'], rows)) terminal.line(line);
  return exit.success;
};
