// What pipeline files and their editors need to know, free of packages: they start without the validators.

/** Steps one execution may have (DESIGN.md section 8). */
export const maxSteps = 1_000;

export const retryCauses = ['platform', 'user', 'timeout'] as const;
export type RetryCause = (typeof retryCauses)[number];

export const triggerTypes = ['manual', 'webhook', 'schedule', 'git_push', 'tag', 'pull_request', 'pipeline'] as const;
export type TriggerType = (typeof triggerTypes)[number];

/** After which results of what comes before a step runs. */
export const whens = ['success', 'failure', 'always'] as const;
export type When = (typeof whens)[number];

/** What becomes of an execution whose concurrency group is full. */
export const onFulls = ['queue', 'cancel-oldest'] as const;
export type OnFull = (typeof onFulls)[number];

const slug = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const isSlug = (value: unknown): boolean => typeof value === 'string' && slug.test(value);

/** Ports that one step may publish. */
export const maxStepPorts = 20;
export const highestPort = 65_535;

/** The variable that tells a step which number to listen on. Two names of ports never give the same one. */
export const portVariable = (name: string): string => `YARD_PORT_${name.toUpperCase().replaceAll('-', '_')}`;

/** Where a port is reached, as people are told. */
export const portWords = ({ name, address, port }: { name: string; address: string; port: number }): string =>
  `${name} → ${address.includes(':') ? `[${address}]` : address}:${port}`;
