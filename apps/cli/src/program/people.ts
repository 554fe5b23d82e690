import type { Command } from 'commander';
import { dataOption, jsonOption, type Room } from './options.js';

const load = () => import('../commands/users.js');
const loadSessions = () => import('../commands/sessions.js');
const whichUser = 'the login, or the id';

export const peopleRoom: Room = (program, terminal, finish) => {
  const users = program.command('users').description('who has an account; for administrators of the platform');
  common(users.command('list'))
    .description('list everybody')
    .action(async options => finish(await (await load()).listUsers(terminal, options)));
  common(users.command('invite'))
    .description('make a link by which one more user comes, once, within a day')
    .option('--administrator', 'who comes by it is an administrator', false)
    .action(async options => finish(await (await load()).inviteUser(terminal, options)));
  common(users.command('disable').argument('<user>', whichUser))
    .description('shut somebody out, with all sessions and personal tokens')
    .action(async (user, options) => finish(await (await load()).switchUser(terminal, user, true, options)));
  common(users.command('enable').argument('<user>', whichUser))
    .description('let somebody in again')
    .action(async (user, options) => finish(await (await load()).switchUser(terminal, user, false, options)));
  const administrators = program.command('administrators').description('who may do everything everywhere');
  common(administrators.command('list'))
    .description('list them')
    .action(async options => finish(await (await load()).listAdministrators(terminal, options)));
  common(administrators.command('add').argument('<user>', whichUser))
    .description('make a user an administrator')
    .action(async (user, options) => finish(await (await load()).addAdministrator(terminal, user, options)));
  common(administrators.command('remove').argument('<user>', whichUser))
    .description('make an administrator a user like others')
    .action(async (user, options) => finish(await (await load()).removeAdministrator(terminal, user, options)));
  sessionRoom(program, terminal, finish);
};

const common = (command: Command): Command => command.addOption(jsonOption()).addOption(dataOption());

/** By somebody's password, since no token sees sessions. */
const byPassword = (command: Command): Command =>
  common(command)
    .option('--user <name>', 'whose (default: $USER): the password is typed, or comes on standard input')
    .option('--code <code>', 'of the second factor, where one is asked for');

const sessionRoom: Room = (program, terminal, finish) => {
  common(program.command('whoami'))
    .description('say who you are to the platform, and what you may do there')
    .action(async options => finish(await (await loadSessions()).whoAmI(terminal, options)));
  const sessions = program.command('sessions').description('where you are signed in, by browsers and programs');
  byPassword(sessions.command('list'))
    .description('list your sessions')
    .action(async options => finish(await (await loadSessions()).listSessions(terminal, options)));
  byPassword(sessions.command('revoke').argument('<session>', 'its id'))
    .description('end one of your sessions')
    .action(async (id, options) => finish(await (await loadSessions()).revokeSession(terminal, id, options)));
  byPassword(sessions.command('password'))
    .description(
      'change your password, which ends all other sessions; the new one is the second line of standard input',
    )
    .action(async options => finish(await (await loadSessions()).changePassword(terminal, options)));
  common(sessions.command('providers'))
    .description('list where else people sign in')
    .action(async options => finish(await (await loadSessions()).listProviders(terminal, options)));
};
