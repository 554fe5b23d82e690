import type { HookOutcome } from '@switchyard/contracts';
import { Option } from 'commander';
import { dataOption, jsonOption, number, type Room } from './options.js';

/** As the contracts have them, which take longer to load than all of this. */
const hookOutcomes = ['waiting', 'started', 'skipped', 'refused'] as const satisfies readonly HookOutcome[];

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
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await commands()).replayWebhook(terminal, id, options)));
  webhooks
    .command('show <delivery>')
    .description('show one delivery')
    .option('--project <name>', 'the project it came to')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await commands()).showWebhook(terminal, id, options)));
  const tokens = () => import('../commands/webhook-tokens.js');
  for (const [verb, says] of [
    ['create-token', 'make the token that senders prove themselves with, in place of the one before; it is shown once'],
    ['remove-token', 'let no sender in any more'],
  ] as const)
    webhooks
      .command(verb)
      .description(says)
      .option('--project <name>', 'of this project')
      .option('--pipeline <name>', 'of this pipeline alone: its name or its id')
      .addOption(jsonOption())
      .addOption(dataOption())
      .action(async options => {
        const { makeWebhookToken, removeWebhookToken } = await tokens();
        finish(await (verb === 'create-token' ? makeWebhookToken : removeWebhookToken)(terminal, options));
      });
};
