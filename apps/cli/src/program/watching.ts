import { Option } from 'commander';
import { executionStatuses } from '@switchyard/contracts/statuses';
import { dataOption, jsonOption, number, type Room } from './options.js';

export const watching: Room = (program, terminal, finish) => {
  program
    .command('status')
    .description('say what runs and how it is')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/status.js')).status(terminal, options)));
  program
    .command('list')
    .description('list the newest executions')
    .option('-n, --limit <number>', 'how many', number(1, 200), 20)
    .addOption(new Option('--status <status>', 'only these').choices(executionStatuses))
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/list.js')).list(terminal, options)));
  program
    .command('logs [execution]')
    .description('show the output of an execution, the newest one unless one is named')
    .option('-f, --follow', 'to its end', false)
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/logs.js')).logs(terminal, id, options)));
  program
    .command('why')
    .description('say why an execution, or one step of it, waits, was skipped or did not end well')
    .argument('<execution>', 'its id, or last for the newest')
    .argument('[step]', 'its id or its name')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, step, options) =>
      finish(await (await import('../commands/why.js')).why(terminal, { execution, step }, options)),
    );
};
