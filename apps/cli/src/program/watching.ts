import { Option } from 'commander';
import { eventTypes } from '@switchyard/contracts/events';
import { executionStatuses } from '@switchyard/contracts/statuses';
import { dataOption, jsonOption, moment, number, type Room, speed, which } from './options.js';

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
    .argument('<execution>', which)
    .argument('[step]', 'its id or its name')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, step, options) =>
      finish(await (await import('../commands/why.js')).why(terminal, { execution, step }, options)),
    );
  happening(program, terminal, finish);
};

const happening: Room = (program, terminal, finish) => {
  program
    .command('events')
    .description('list what happened to all executions, a line for each event')
    .option('--project <project>', 'only of this one')
    .addOption(new Option('--type <type>', 'only these').choices(eventTypes))
    .addOption(new Option('--since <when>', '1h ago, or a time').argParser(moment).default(moment('1h'), '1h'))
    .option('-f, --follow', 'and what happens from now on', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/events.js')).events(terminal, options)));
  program
    .command('replay')
    .description('show an execution again as it was live')
    .argument('<execution>', which)
    .option('--speed <factor>', 'how many times as fast, or max', speed, 1)
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/replay.js')).replay(terminal, id, options)));
};
