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
  users: Record<string, UserRow>;
}

export interface BusUser {
  name: string;
  publish: string[];
  subscribe: string[];
  answers: boolean;
}

/** The table of infra/nats with every placeholder filled in: one row per user. */
export const readPermissions = async (pools: string[] = []): Promise<BusUser[]> => {
  const url = new URL('../../../../infra/nats/permissions.json', import.meta.url);
  const table = JSON.parse(await readFile(url, 'utf8')) as Table;
  const all: Table = { ...table, pools: [...new Set([...table.pools, ...pools])] };
  return Object.entries(all.users).flatMap(([name, row]) =>
    name.includes('{connector}')
      ? all.connectors.map(connector =>
          userOf(name.replace('{connector}', connector), row, { ...all, connectors: [connector] }),
        )
      : [userOf(name, row, all)],
  );
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
