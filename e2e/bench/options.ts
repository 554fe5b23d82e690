import { parseArgs } from 'node:util';

/** What `npm run bench --` was asked for. */
export interface Options {
  /** Workloads, `growth`, a curve such as `growth:steps`, `budget`, `hello`. */
  names: string[];
  processes: boolean;
  json: boolean;
  /** A result file whose figures ours are divided by. */
  compare: string | undefined;
  /** A file of `results/` that lines are added to. */
  keep: string | undefined;
  rounds: number;
  smoke: boolean;
  report: boolean;
  /** Points of growth curves that take long, too. */
  far: boolean;
  /** A folder for CPU profiles of every process of the platform. */
  profile: string | undefined;
}

const known = {
  processes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  compare: { type: 'string' },
  keep: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  smoke: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  far: { type: 'boolean', default: false },
  profile: { type: 'string' },
} as const;

/** @param all every name there is. @throws Error that says what is wrong, for people. */
export const readOptions = (args: string[], all: readonly string[]): Options => {
  const { values, positionals } = parseArgs({ args, options: known, allowPositionals: true });
  const unknown = positionals.filter(name => !all.includes(name));
  if (unknown.length > 0) throw new Error(`there is no measurement ${unknown.join(', ')}; there are ${all.join(', ')}`);
  if (!/^[1-9]\d?$/.test(values.rounds)) throw new Error(`--rounds must be 1 to 99, not ${values.rounds}`);
  if (values.keep !== undefined && !/^[\w.-]+$/.test(values.keep))
    throw new Error(`--keep is the name of a file, not ${values.keep}`);
  const { compare, keep, profile, ...rest } = values;
  return { ...rest, names: positionals, rounds: Number(values.rounds), compare, keep, profile };
};
