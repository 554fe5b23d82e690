import { jsonOption, type Room } from './options.js';

export const beginning: Room = (program, terminal, finish) => {
  program
    .command('init')
    .description('look at a checkout, and write a first pipeline.yaml for it')
    .argument('[directory]', 'the top of the checkout', '.')
    .option('--print', 'show the pipeline and write nothing', false)
    .option('--force', 'write over a pipeline.yaml that is there', false)
    .addOption(jsonOption())
    .action(async (directory, options) =>
      finish(await (await import('../commands/init.js')).init(terminal, directory, options)),
    );
};
