import { hookOutcomes } from '@switchyard/contracts';
import { Option } from 'commander';
import { dataOption, jsonOption, number, type Room } from './options.js';

export const hooking: Room = (program, terminal, finish) => {
  const webhooks = program.command('webhooks').description('what came to projects from outside, and what became of it');
  const commands = () => import('../commands/webhooks.js');
  webhooks
    .command('list')
    .description('deliveries, newest first, with the executions they started or why they did not')
    .option('--project <name>', 'only of this project')
    .addOption(new Option('--outcome <outcome>', 'only with this outcome').choices(hookOutcomes))
    .option('-n, --limit <number>', 'how many', number(1, 200), 20)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).listWebhooks(terminal, options)));
  webhooks
    .command('replay <delivery>')
    .description('take a delivery once more: pipelines decide about it as they are now')
    .option('--project <name>', 'the project it came to')
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await commands()).replayWebhook(terminal, id, options)));
};
