import type { AgentView, HealthAnswer } from '@switchyard/contracts';

export interface ServiceRow {
  name: string;
  alive: AgentView[];
  /** Processes that have said nothing for a while: they were stopped, or are lost. */
  silent: AgentView[];
  /** Of those that live. */
  versions: string[];
}

/** Processes by service: those that live first, in each the longest running first. */
export const servicesOf = (agents: readonly AgentView[]): ServiceRow[] => {
  const rows = new Map<string, ServiceRow>();
  for (const agent of [...agents].sort((a, b) => a.startedAt.localeCompare(b.startedAt))) {
    const row = rows.get(agent.service) ?? { name: agent.service, alive: [], silent: [], versions: [] };
    (agent.alive ? row.alive : row.silent).push(agent);
    if (agent.alive && !row.versions.includes(agent.version)) row.versions.push(agent.version);
    rows.set(agent.service, row);
  }
  const isDown = ({ alive }: ServiceRow) => alive.length === 0;
  return [...rows.values()].sort((a, b) => Number(isDown(b)) - Number(isDown(a)) || a.name.localeCompare(b.name));
};

/** How a service stands. Processes that were replaced are silent too, and are nothing to worry about. */
export const standingOf = ({ alive, versions }: ServiceRow): { status: 'up' | 'down'; note: string } => {
  if (alive.length === 0) return { status: 'down', note: 'nobody of it lives' };
  if (versions.length > 1) return { status: 'up', note: `of different versions: ${versions.join(', ')}` };
  return { status: 'up', note: '' };
};

export type CheckRow = HealthAnswer['checks'][string] & { name: string };

/** What the platform stands on: what is down first, then by name. */
export const checksOf = ({ checks }: Pick<HealthAnswer, 'checks'>): CheckRow[] =>
  Object.entries(checks)
    .map(([name, check]) => ({ name, ...check }))
    .sort((a, b) => a.status.localeCompare(b.status) || a.name.localeCompare(b.name));
