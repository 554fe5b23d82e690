import { Option } from 'commander';
import { triggerTypes } from '@switchyard/contracts/words';
import { gather, jsonOption, type Room } from './options.js';

/** What is said of pipeline files, without running anything. */
export const reading: Room = (program, terminal, finish) => {
  program
    .command('validate <files...>')
    .description('say what is wrong with pipeline files')
    .addOption(jsonOption())
    .action(async (files, options) =>
      finish(await (await import('../commands/validate.js')).validate(terminal, files, options)),
    );
  program
    .command('plan <file>')
    .description('show what a trigger would run, in which order and under which conditions')
    .option('--branch <name>', 'as if on this branch (default: that of the checkout)')
    .option('--tag <name>', 'as if on this tag')
    .addOption(new Option('--trigger <type>', 'as if started by this').choices(triggerTypes).default('manual'))
    .option('-i, --input <name=value>', 'for an input the pipeline asks for; may be repeated', gather, [])
    .addOption(jsonOption())
    .action(async (file, options) => finish(await (await import('../commands/plan.js')).plan(terminal, file, options)));
  program
    .command('fmt <files...>')
    .description('write pipeline files in the short form, to standard output unless told otherwise')
    .option('--check', 'change nothing; name the files that would be, and exit 1 when there are any', false)
    .option('--write', 'change the files themselves, and name those that were', false)
    .addOption(jsonOption())
    .action(async (files, options) => finish(await (await import('../commands/fmt.js')).fmt(terminal, files, options)));
};
