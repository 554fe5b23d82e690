import type { AgentView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { between } from '../view/duration.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

/** Services and connectors, those too that are silent unless only the living are asked for. */
export const listAgents = async (
  terminal: Terminal,
  { alive, json, data }: { alive: boolean; json: boolean; data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const agents = (await client.agents()).filter(one => one.alive || !alive);
  if (json) terminal.json(agents);
  else if (agents.length === 0) terminal.line('no service has been heard of yet');
  else for (const line of agentTable(agents, Date.now())) terminal.line(line);
  return exit.success;
};

const agentTable = (agents: readonly AgentView[], now: number): string[] =>
  table(
    ['service', 'state', 'pid', 'host', 'up', 'heard of', 'slots'],
    agents.map(agent => [
      plain(agent.service),
      agent.alive ? '● alive' : '○ silent',
      String(agent.pid),
      plain(agent.host),
      agent.alive ? between(agent.startedAt, undefined, now) : '',
      `${between(agent.lastSeenAt, undefined, now)} ago`,
      agent.slots === undefined ? '' : `${agent.running ?? 0} of ${agent.slots}`,
    ]),
  );
