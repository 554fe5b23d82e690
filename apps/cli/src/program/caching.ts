import { dataOption, jsonOption, number, type Room } from './options.js';

export const caching: Room = (program, terminal, finish) => {
  const cache = program.command('cache').description('what steps have kept for later ones');
  const commands = () => import('../commands/cache.js');
  cache
    .command('list')
    .description('caches of a project, the last used ones first')
    .option('--project <name>', 'the project', 'default')
    .option('--prefix <key>', 'only keys that begin with it')
    .option('-n, --limit <number>', 'how many', number(1, 1_000), 100)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).listCaches(terminal, options)));
  cache
    .command('remove <id>')
    .description('remove one cache; steps that ask for it make it anew')
    .option('--project <name>', 'the project', 'default')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await commands()).removeCache(terminal, id, options)));
  cache
    .command('clear')
    .description('remove all caches of a project, or those whose keys begin with a prefix')
    .option('--project <name>', 'the project', 'default')
    .option('--prefix <key>', 'only keys that begin with it')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).clearCaches(terminal, options)));
};
