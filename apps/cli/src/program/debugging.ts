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
};
