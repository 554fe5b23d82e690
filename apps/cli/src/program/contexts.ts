import { jsonOption, type Room } from './options.js';

const load = () => import('../commands/contexts.js');

/** Which server commands talk to. */
export const contextRoom: Room = (program, terminal, finish) => {
  const context = program.command('context').description('the servers you work with, and which one commands talk to');
  context
    .command('list')
    .description('list them; a star marks the current one')
    .addOption(jsonOption())
    .action(async options => finish(await (await load()).listAllContexts(terminal, options)));
  context
    .command('add')
    .description('keep a server under a name; the first one becomes the current one')
    .argument('<name>', 'such as work')
    .argument('<url>', 'its address, such as https://ci.example.com')
    .option('--use', 'make it the current one', false)
    .addOption(jsonOption())
    .action(async (name, url, options) => finish(await (await load()).addOneContext(terminal, name, url, options)));
  context
    .command('use')
    .description('let commands talk to a server from now on')
    .argument('<context>', 'its name, or local for the platform of the data directory')
    .addOption(jsonOption())
    .action(async (name, options) => finish(await (await load()).useOneContext(terminal, name, options)));
  context
    .command('show')
    .description('say where commands go, or where a context would')
    .argument('[context]', 'its name')
    .addOption(jsonOption())
    .action(async (name, options) => finish(await (await load()).showContext(terminal, name, options)));
  context
    .command('remove')
    .description('forget a server; the token for it stays')
    .argument('<context>', 'its name')
    .addOption(jsonOption())
    .action(async (name, options) => finish(await (await load()).removeOneContext(terminal, name, options)));
};
