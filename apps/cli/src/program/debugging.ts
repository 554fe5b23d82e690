import { InvalidArgumentError, Option } from 'commander';
import { spanOf } from '../debug/span.js';
import { dataOption, gather, jsonOption, type Room, which } from './options.js';

export const debugging: Room = (program, terminal, finish) => {
  program
    .command('verify')
    .description('run an execution once more on a fresh platform of this machine, and name the first difference')
    .argument('<execution>', which)
    .option('-e, --env <name=value>', 'a variable its trigger gave; may be repeated', gather, [])
    .option(
      '-s, --secret <name>',
      'a secret it needs, with the value of the variable of that name; may be repeated',
      gather,
      [],
    )
    .option('--keep', 'keep what the run leaves here', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, options) =>
      finish(await (await import('../commands/verify.js')).verify(terminal, execution, options)),
    );
  shells(program, terminal, finish);
};

const span = (text: string): number => {
  const value = spanOf(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError('It must be such as 90s, 30m or 2h, and a day at most.');
};

const shells: Room = (program, terminal, finish) => {
  program
    .command('debug')
    .description('hold the workspace of a step that failed, and give a shell in it')
    .argument('<execution>', which)
    .argument('<step>', 'its id or its name')
    .addOption(
      new Option('--for <time>', 'how long; then the shell is ended').argParser(span).default(30 * 60_000, '30m'),
    )
    .option('--shell <program>', 'which', '/bin/sh')
    .option('--on-machine', 'not in a container, also where the step was in one', false)
    .option('--connector-data <directory>', 'the DATA_DIRECTORY of a connector on this machine that ran it')
    .addOption(dataOption())
    .action(async (execution, step, options) =>
      finish(await (await import('../commands/debug.js')).debug(terminal, { execution, step }, options)),
    );
};
