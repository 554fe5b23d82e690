import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine. */
export interface Process {
  pid: number;
  parent: number;
  /** Its arguments, with spaces. */
  command: string;
  megabytes: number;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

const pageBytes = 4_096;

const all = (): Process[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(Boolean)
    .flatMap(pid => {
      const stat = read(`/proc/${pid}/stat`);
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (!stat || state === 'Z') return [];
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      const pages = Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0);
      return [{ pid, parent: Number(parent), command, megabytes: (pages * pageBytes) / 1_048_576 }];
    });

/** Everything that process has started, and what that has. */
const below = (root: number): Process[] => {
  const everyone = all();
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of everyone) if (found.has(parent)) found.add(pid);
  }
  return everyone.filter(({ pid }) => pid !== root && found.has(pid));
};

export const processOf = (pid: number): Process => {
  const found = all().find(process => process.pid === pid);
  if (!found) throw new Error(`there is no process ${pid}`);
  return found;
};

const nameOf = ({ command }: Process): string | undefined => {
  const [, service] = /services\/(\S+)\/dist\/main\.js/.exec(command) ?? [];
  if (service) return service.replace('connectors/', 'connector-');
  return /^\S*nats-server /.test(command) ? 'nats-server' : undefined;
};

/** The services, connectors and servers of a platform, each a process below its own. */
export const servicesOf = (platform: number): Map<string, Process> =>
  new Map(
    below(platform).flatMap(process => {
      const name = nameOf(process);
      // A program that a service is just starting still has the arguments of the service.
      const own = process.parent === platform || name === 'nats-server';
      return name && own ? [[name, process] as const] : [];
    }),
  );

/** Everything that belongs to a data directory: by its arguments or its environment. */
export const processesOf = (directory: string): Process[] =>
  all().filter(
    ({ pid, command }) =>
      pid !== process.pid && (command.includes(directory) || read(`/proc/${pid}/environ`).includes(`=${directory}`)),
  );

export const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};
