import { type Command, Option } from 'commander';
import { examples } from './examples.js';
import { pathOf } from './paths.js';

/** Rooms that need no platform, or only one of this machine. */
const withoutServer = ['init', 'validate', 'plan', 'fmt', 'up', 'down', 'data', 'context', 'completion', 'help'];

/** What all commands have: a context where they talk to a platform, and an example. */
export const finishing = (program: Command): void => {
  for (const command of program.commands) finishOne(command, !withoutServer.includes(command.name()));
};

const finishOne = (command: Command, talks: boolean): void => {
  if (command.commands.length > 0) {
    for (const below of command.commands) finishOne(below, talks);
    return;
  }
  if (talks) command.addOption(new Option('--context <name>', 'the server to talk to (default: the current one)'));
  const shown = examples[pathOf(command)] ?? [];
  if (shown.length > 0)
    command.addHelpText('after', `\n${shown.length > 1 ? 'Examples' : 'Example'}:\n  ${shown.join('\n  ')}`);
};
