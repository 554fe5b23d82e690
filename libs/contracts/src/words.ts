// What pipeline files and their editors need to know, free of packages: they start without the validators.

/** Steps one execution may have (DESIGN.md section 8). */
export const maxSteps = 1_000;

export const retryCauses = ['platform', 'user', 'timeout'] as const;
export type RetryCause = (typeof retryCauses)[number];

export const triggerTypes = ['manual', 'webhook', 'schedule', 'git_push', 'pull_request'] as const;
export type TriggerType = (typeof triggerTypes)[number];

const slug = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const isSlug = (value: unknown): boolean => typeof value === 'string' && slug.test(value);
