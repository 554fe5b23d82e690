import { readFile } from 'node:fs/promises';

interface UserRow {
  publish: string[];
  subscribe: string[];
  /** May reply to requests. */
  answers?: boolean;
}

interface Table {
  streams: string[];
  connectors: string[];
  pools: string[];
  /** Of blob stores on the bus. */
  buckets: string[];
  /** The projects of those who hear of one, by their names. */
  subscribers: Record<string, string>;
  users: Record<string, UserRow>;
}

export interface BusUser {
  name: string;
  publish: string[];
  subscribe: string[];
  answers: boolean;
}

export interface MoreNames {
  /** Pools of connectors. */
  pools?: string[];
  /** Projects by the names of subscribers. */
  subscribers?: Record<string, string>;
}

/** The table of infra/nats with every placeholder filled in: one row per user. */
export const readPermissions = async ({ pools = [], subscribers = {} }: MoreNames = {}): Promise<BusUser[]> => {
  const url = new URL('../../../../infra/nats/permissions.json', import.meta.url);
  const table = JSON.parse(await readFile(url, 'utf8')) as Table;
  const all: Table = {
    ...table,
    pools: [...new Set([...table.pools, ...pools])],
    subscribers: { ...table.subscribers, ...subscribers },
  };
  return Object.entries(all.users).flatMap(([name, row]) => usersOf(name, row, all));
};

const usersOf = (name: string, row: UserRow, table: Table): BusUser[] => {
  if (name.includes('{connector}'))
    return table.connectors.map(connector =>
      userOf(name.replace('{connector}', connector), row, { ...table, connectors: [connector] }),
    );
  if (name.includes('{subscriber}'))
    return Object.entries(table.subscribers).map(([subscriber, project]) => {
      const fill = (text: string) => text.replaceAll('{subscriber}', subscriber).replaceAll('{project}', project);
      return userOf(fill(name), { publish: row.publish.map(fill), subscribe: row.subscribe.map(fill) }, table);
    });
  return [userOf(name, row, table)];
};

const userOf = (name: string, { publish, subscribe, answers = false }: UserRow, table: Table): BusUser => ({
  name,
  publish: publish.flatMap(subject => filled(subject, table)),
  subscribe: [...subscribe.flatMap(subject => filled(subject, table)), `_INBOX_${name}.>`],
  answers,
});

const filled = (subject: string, { streams, connectors, pools, buckets }: Table): string[] => {
  const fill = (subjects: string[], hole: string, values: string[]) =>
    subjects.flatMap(one => (one.includes(hole) ? values.map(value => one.replaceAll(hole, value)) : [one]));
  const each = fill(fill([subject], '{stream}', streams), '{connector}', connectors);
  return fill(fill(each, '{pool}', pools), '{bucket}', buckets);
};
