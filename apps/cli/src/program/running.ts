import { dataOption, gather, jsonOption, number, type Room, watchSays } from './options.js';

export const running: Room = (program, terminal, finish) => {
  program
    .command('run <file>')
    .description('run a pipeline file and show it live; exits 0 when it succeeds')
    .option('-e, --env <name=value>', 'a variable for every step; may be repeated', gather, [])
    .option('-i, --input <name=value>', 'for an input the pipeline asks for; may be repeated', gather, [])
    .addOption(jsonOption())
    .option('-w, --watch', watchSays, false)
    .option('--keep', 'leave the platform running', false)
    .addOption(dataOption())
    .action(async (file, options) => finish(await (await import('../commands/run.js')).run(terminal, file, options)));
  program
    .command('up')
    .description('start a platform and keep it running')
    .option('--port <number>', 'of its address on this machine (default: a free one)', number(0, 65_535))
    .option('--foreground', 'until Ctrl-C', false)
    .option('--processes', 'each service as a process of its own', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/up.js')).up(terminal, options)));
  program
    .command('down')
    .description('stop the platform')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/down.js')).down(terminal, options)));
};
