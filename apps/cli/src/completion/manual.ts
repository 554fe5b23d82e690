import type { Command } from 'commander';
import { exit } from '../exit.js';
import { examples } from '../program/examples.js';
import { pathOf } from '../program/paths.js';

/** Text in which nothing is a request or an escape of roff. */
const escaped = (text: string): string =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^(['.])/gm, '\\&$1');

const codes: readonly [number, string][] = [
  [exit.success, 'everything went well'],
  [exit.failure, 'the execution failed, was cancelled, or ran out of time; a check did not hold'],
  [exit.badInput, 'the command line, a pipeline file or a request is not right'],
  [exit.platform, 'the platform is to blame, or nobody answers'],
  [exit.interrupted, 'interrupted, as by Ctrl-C'],
  [exit.unread, 'whoever read the output has gone'],
];

/** The manual page of all commands: man(7). */
export const manualOf = (program: Command): string => {
  const lines = [
    `.TH YARD 1 "" "Switchyard ${escaped(program.version() ?? '')}" "User Commands"`,
    '.SH NAME',
    'yard \\- run pipelines, watch them, keep a platform',
    '.SH SYNOPSIS',
    '.B yard',
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    escaped(program.description()),
    '.SH COMMANDS',
    ...leavesOf(program).filter(isOwn).flatMap(sectionOf),
    '.SH EXIT STATUS',
    ...codes.flatMap(([code, says]) => ['.TP', `.B ${code}`, escaped(says)]),
    '.SH ENVIRONMENT',
    ...environment.flatMap(([name, says]) => ['.TP', `.B ${escaped(name)}`, escaped(says)]),
    '.SH FILES',
    ...files.flatMap(([name, says]) => ['.TP', `.I ${escaped(name)}`, escaped(says)]),
  ];
  return `${lines.join('\n')}\n`;
};

const environment: readonly [string, string][] = [
  ['YARD_URL', 'the address of the platform; wins over every context'],
  ['YARD_TOKEN', 'the token to come with; wins over the one that yard login has kept'],
  ['NO_COLOR', 'where it is set, nothing has colours'],
  ['FORCE_COLOR', 'where it is set and not 0, there are colours without a terminal too'],
  ['XDG_CONFIG_HOME', 'where settings are kept (default: ~/.config)'],
];
const files: readonly [string, string][] = [
  ['~/.config/switchyard/config.json', 'the contexts, and which one is current'],
  ['~/.config/switchyard/credentials.json', 'the tokens that yard login has kept, readable by you only'],
  ['.yard', 'the data directory of a platform of this machine, unless --data names another'],
];

/** Commands that do something. */
export const leavesOf = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);

/** Those of `executions` stand for themselves. */
const isOwn = (command: Command): boolean => !pathOf(command).startsWith('executions ');

const sectionOf = (command: Command): string[] => {
  const path = pathOf(command);
  const [example] = examples[path] ?? [];
  return [
    `.SS ${escaped(`yard ${path}`)}`,
    escaped(command.description()),
    '.PP',
    `.B ${escaped(`yard ${path}`)}`,
    escaped(command.usage()),
    ...command.options.flatMap(({ flags, description }) => ['.TP', `.B ${escaped(flags)}`, escaped(description)]),
    ...(example === undefined ? [] : ['.PP', '.EX', escaped(example), '.EE']),
  ];
};
