import { Argument, type Command } from 'commander';
import { exit, Stop } from '../exit.js';
import { shells } from '../completion/shells.js';
import { plain } from '../view/clean.js';
import type { Room } from './options.js';

/** What explains the commands: to people, to shells and to man. */
export const helping: Room = (program, terminal, finish) => {
  program
    .command('completion')
    .description('print what a shell needs to complete commands, options and names')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .action(async (shell: (typeof shells)[number]) => {
      const { scriptFor } = await import('../completion/scripts.js');
      terminal.lines(scriptFor(shell).trimEnd().split('\n'));
      finish(exit.success);
    });
  program
    .helpCommand(false)
    .command('help')
    .description('explain a command, or print the manual page of all')
    .argument('[command...]', 'such as pipelines apply')
    .option('--man', 'the manual page, for man(1)', false)
    .action(async (words: string[], { man }: { man: boolean }) => {
      if (man) terminal.lines((await import('../completion/manual.js')).manualOf(program).trimEnd().split('\n'));
      else commandNamed(program, words).outputHelp();
      finish(exit.success);
    });
};

const commandNamed = (program: Command, words: readonly string[]): Command =>
  words.reduce((command, word) => {
    const found = command.commands.find(one => one.name() === word || one.aliases().includes(word));
    if (found) return found;
    throw new Stop(exit.badInput, `there is no command ${plain(words.join(' '))}`, [
      `yard ${command === program ? '' : `${command.name()} `}--help shows all there are`,
    ]);
  }, program);
