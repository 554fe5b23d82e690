import type { NotificationState, NotifyKind, NotifyMoment } from '@switchyard/contracts';
import { Option } from 'commander';
import { dataOption, jsonOption, number, type Room } from './options.js';

/** As the contracts have them, which take longer to load than all of this. */
const notificationStates = ['waiting', 'sent', 'dead'] as const satisfies readonly NotificationState[];
const notifyKinds = ['email', 'slack', 'webhook', 'github'] as const satisfies readonly NotifyKind[];
const notifyMoments = ['start', 'success', 'failure'] as const satisfies readonly NotifyMoment[];

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
  targeting(notifications, terminal, finish);
};

const load = () => import('../commands/targets.js');

const targeting: Room = (notifications, terminal, finish) => {
  notifications
    .command('targets')
    .description('list whom all pipelines of a project tell')
    .option('--project <name>', 'the project', 'default')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).listTargets(terminal, options)));
  notifications
    .command('set <target>')
    .description('make a target that all pipelines of a project tell, or change it')
    .addOption(new Option('--kind <kind>', 'what it is').choices(notifyKinds).makeOptionMandatory())
    .addOption(
      new Option('--on <moments...>', 'what it is told of').choices(notifyMoments).default(['failure'], 'failure'),
    )
    .requiredOption('--config <json>', 'its settings, as notifications: of a pipeline file has them')
    .option('--project <name>', 'the project', 'default')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (name, options) => finish(await (await load()).setTarget(terminal, name, options)));
  notifications
    .command('remove <target>')
    .description('tell a target nothing any more')
    .option('--project <name>', 'the project', 'default')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (name, options) => finish(await (await load()).removeTarget(terminal, name, options)));
};
