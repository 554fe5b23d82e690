import { dataOption, type Room } from './options.js';

export const steering: Room = (program, terminal, finish) => {
  program
    .command('cancel <execution>')
    .description('stop an execution')
    .option('--reason <text>', 'why, for those who look at it later')
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/cancel.js')).cancel(terminal, id, options)));
};
