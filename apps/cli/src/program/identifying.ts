import { dataOption, gather, jsonOption, number, type Room } from './options.js';

const load = () => import('../commands/tokens.js');
const days = number(1, 366);

export const identifying: Room = (program, terminal, finish) => {
  program
    .command('login')
    .description('sign in, by a browser unless told otherwise, and keep a token for the platform')
    .option('--user <name>', 'by the password of this user, which is typed, or comes on standard input')
    .option('--code <code>', 'of the second factor, where one is asked for')
    .option('--token <token>', 'keep this one; - reads it from standard input')
    .option('--first <link>', 'the one-time link that makes the user')
    .option('--days <number>', 'until the token expires', days, 90)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/login.js')).login(terminal, options)));
  program
    .command('logout')
    .description('end the token that was kept for the platform, there and here')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/login.js')).logout(terminal, options)));
  const tokens = program.command('tokens').description('what programs sign in with');
  tokens
    .command('list')
    .description('list your tokens, or those of the services of a project')
    .option('--project <project>', 'those of its services')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).listTokens(terminal, options)));
  tokens
    .command('create <name>')
    .description('make one, with --user for somebody or with --project for a service; it is shown once')
    .option('--days <number>', 'until it expires (default: 90)', days)
    .option('--scope <permission>', 'limit it to this; may be repeated', gather, [])
    .option('--project <project>', 'for a service of this project')
    .option('--user <name>', 'for this person, who signs in: the password is typed, or comes on standard input')
    .option('--code <code>', 'of the second factor, where one is asked for')
    .option('--role <role>', 'what the service may do there (default: developer)')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (name, options) => finish(await (await load()).createToken(terminal, name, options)));
  tokens
    .command('revoke <token>')
    .description('end a token by its id')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await load()).revokeToken(terminal, id, options)));
};
