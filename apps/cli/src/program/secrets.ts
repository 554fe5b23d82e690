import type { Command } from 'commander';
import { dataOption, jsonOption, type Room } from './options.js';

const named = (command: Command): Command =>
  command
    .option('--project <name>', 'the project it belongs to', 'default')
    .option('--pipeline <name>', 'only for this pipeline: its name or its id')
    .option('--environment <name>', 'only for steps of this environment')
    .addOption(jsonOption())
    .addOption(dataOption());

export const secretRoom: Room = (program, terminal, finish) => {
  const secrets = program.command('secrets').description('values that steps may read and nobody else');
  const commands = () => import('../commands/secrets.js');
  named(secrets.command('set <name>'))
    .description('give a secret a value, from standard input or asked for without showing it')
    .action(async (name, options) => finish(await (await commands()).setSecret(terminal, name, options)));
  named(secrets.command('remove <name>'))
    .description('remove a secret; steps that ask for it fail from then on')
    .action(async (name, options) => finish(await (await commands()).removeSecret(terminal, name, options)));
  secrets
    .command('list')
    .description('names, scopes and versions; values are never shown')
    .option('--project <name>', 'the project they belong to', 'default')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).listSecrets(terminal, options)));
  secrets
    .command('rotate')
    .description('seal all secrets of a project with a new key; steps can read them meanwhile')
    .option('--project <name>', 'the project', 'default')
    .option('--master', 'exchange the master key of the platform instead', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).rotateSecrets(terminal, options)));
};
