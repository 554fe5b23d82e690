import type { Command, Option } from 'commander';

/** A word that could stand at the cursor. */
export interface Candidate {
  word: string;
  says: string;
}

/** Names that only this machine knows. */
export interface Names {
  contexts(): Promise<string[]>;
}

/** @param words behind `yard`, up to the cursor; the last one is being typed. */
export const candidates = async (program: Command, words: readonly string[], names: Names): Promise<Candidate[]> => {
  const typed = words.at(-1) ?? '';
  const { command, operands, open } = reach(program, words.slice(0, -1));
  const all = open ? await valuesOf(open, names) : await atCursor(command, operands, typed, names);
  return all.filter(({ word }) => word.startsWith(typed));
};

interface Reached {
  command: Command;
  operands: number;
  /** The option whose value comes next. */
  open?: Option;
}

/** Where the words before the cursor lead. */
const reach = (program: Command, words: readonly string[]): Reached => {
  let at: Reached = { command: program, operands: 0 };
  for (const word of words) at = next(at, word);
  return at;
};

const next = ({ command, operands, open }: Reached, word: string): Reached => {
  if (open) return { command, operands };
  if (word.startsWith('-')) {
    const option = command.options.find(({ long, short }) => word === long || word === short);
    return option && (option.required || option.optional) ? { command, operands, open: option } : { command, operands };
  }
  const below = operands === 0 ? subcommand(command, word) : undefined;
  return below ? { command: below, operands: 0 } : { command, operands: operands + 1 };
};

const subcommand = (command: Command, word: string): Command | undefined =>
  command.commands.find(one => one.name() === word || one.aliases().includes(word));

const valuesOf = async (option: Option, names: Names): Promise<Candidate[]> =>
  option.long === '--context' ? contexts(names) : (option.argChoices ?? []).map(word => ({ word, says: '' }));

const contexts = async (names: Names): Promise<Candidate[]> => {
  const own = (await names.contexts().catch(() => [])).map(word => ({ word, says: 'a context' }));
  return [...own, { word: 'local', says: 'the platform of the data directory' }];
};

const atCursor = async (command: Command, operands: number, typed: string, names: Names): Promise<Candidate[]> => {
  if (typed.startsWith('-')) return [...command.options.map(optionWord), { word: '--help', says: 'show what it does' }];
  const below = operands === 0 ? command.commands.map(one => ({ word: one.name(), says: one.description() })) : [];
  const argument = command.registeredArguments.at(Math.min(operands, command.registeredArguments.length - 1));
  if (!argument) return below;
  if (argument.name() === 'context') return contexts(names);
  if (argument.name() === 'execution') return [{ word: 'last', says: 'the newest execution' }];
  return [...below, ...(argument.argChoices ?? []).map(word => ({ word, says: '' }))];
};

const optionWord = ({ long, short, description }: Option): Candidate => ({
  word: long ?? short ?? '',
  says: description,
});
