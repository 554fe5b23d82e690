import { notificationStates } from '@switchyard/contracts';
import { Option } from 'commander';
import { dataOption, jsonOption, number, type Room } from './options.js';

export const notifying: Room = (program, terminal, finish) => {
  const notifications = program.command('notifications').description('who was told of executions, and who was not');
  notifications
    .command('list')
    .description('notifications of a project, newest first, with the reason where one was not sent')
    .option('--project <name>', 'the project', 'default')
    .addOption(new Option('--state <state>', 'only in this state').choices(notificationStates))
    .option('-n, --limit <number>', 'how many', number(1, 200), 20)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options =>
      finish(await (await import('../commands/notifications.js')).listNotifications(terminal, options)),
    );
};
