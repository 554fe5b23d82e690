import { type Command, Option } from 'commander';
import { connectorTypes } from '@switchyard/contracts/connectors';
import { dataOption, gather, jsonOption, number, type Room, watchSays } from './options.js';

const whichPipeline = 'its id, or its name';
const mostVersions = 999_999_999;
const aVersion = number(1, mostVersions);
const load = () => import('../commands/pipelines.js');

const projectOption = () => new Option('--project <project>', 'where its name is looked for (default: in all)');
const boundOption = () =>
  new Option('--if-version <number>', 'only while this is its current version').argParser(aVersion);
const messageOption = () =>
  new Option('-m, --message <text>', 'what the version is for, for those who look at it later');

/** Options that every command on one pipeline has. */
const common = (command: Command): Command =>
  command.addOption(projectOption()).addOption(jsonOption()).addOption(dataOption());

export const cataloguing: Room = (program, terminal, finish) => {
  const pipelines = program
    .command('pipelines')
    .description('the pipelines the platform knows, and what they have been');
  pipelines
    .command('list')
    .description('list pipelines by name')
    .option('--name <part>', 'only those with this in their name')
    .option('--project <project>', 'only of this one')
    .addOption(new Option('--connector <type>', 'only those with a step of it').choices(connectorTypes))
    .addOption(new Option('--enabled', 'only those that can be triggered').conflicts('disabled'))
    .option('--disabled', 'only those that cannot')
    .option('--deleted', 'those that were deleted too')
    .addOption(
      new Option('--sort <order>', 'by name, or the newest change first').choices(['name', 'updated']).default('name'),
    )
    .option('-n, --limit <number>', 'how many', number(1, 10_000), 50)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).listPipelines(terminal, options)));
  common(pipelines.command('show').argument('<pipeline>', whichPipeline))
    .description('show a pipeline and its file')
    .option('--at <version>', 'with the file as it was', aVersion)
    .action(async (name, options) => finish(await (await load()).showPipeline(terminal, name, options)));
  common(pipelines.command('versions').argument('<pipeline>', whichPipeline))
    .description('list who changed a pipeline, when and why, newest first')
    .option('-n, --limit <number>', 'how many', number(1, 10_000), 50)
    .action(async (name, options) => finish(await (await load()).listVersions(terminal, name, options)));
  common(pipelines.command('diff').argument('<pipeline>', whichPipeline))
    .description('show what changed: with the last version, or between two')
    .option('--from <number>', 'a version (default: the one before)', aVersion)
    .option('--to <number>', 'a version (default: the current one)', aVersion)
    .action(async (name, options) => finish(await (await load()).diffPipeline(terminal, name, options)));
  common(pipelines.command('yaml').argument('<pipeline>', whichPipeline))
    .description('print the file of a pipeline, and nothing else')
    .option('--at <version>', 'as it was', aVersion)
    .action(async (name, options) => finish(await (await load()).printPipeline(terminal, name, options)));
  common(pipelines.command('deliveries').argument('<pipeline>', whichPipeline))
    .description('list what came to a pipeline by itself, and what became of it, newest first')
    .option('-n, --limit <number>', 'how many', number(1, 200), 20)
    .action(async (name, options) => finish(await (await load()).listDeliveries(terminal, name, options)));
  starting(pipelines, terminal, finish);
  changing(pipelines, terminal, finish);
};

const starting: Room = (pipelines, terminal, finish) => {
  common(pipelines.command('trigger').argument('<pipeline>', whichPipeline))
    .description('start a pipeline that the platform knows')
    .option('--branch <name>', 'as if on this branch')
    .option('--commit <hash>', 'at this commit')
    .option('-e, --env <name=value>', 'a variable for every step; may be repeated', gather, [])
    .option('-i, --input <name=value>', 'for an input the pipeline asks for; may be repeated', gather, [])
    .option('-f, --follow', 'show it live; exits 0 when it succeeds', false)
    .option('-w, --watch', watchSays, false)
    .action(async (name, options) =>
      finish(await (await import('../commands/trigger.js')).triggerPipeline(terminal, name, options)),
    );
};

const changing: Room = (pipelines, terminal, finish) => {
  pipelines
    .command('apply <file>')
    .description('create the pipeline a file names, or give it a new version')
    .option(
      '-i, --include <path>',
      'a file that it includes, by its path in the repository; may be repeated',
      gather,
      [],
    )
    .option('--project <project>', 'where it belongs (default: default)')
    .addOption(messageOption())
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (file, options) =>
      finish(await (await import('../commands/apply.js')).applyPipeline(terminal, file, options)),
    );
  common(
    pipelines.command('rollback').argument('<pipeline>', whichPipeline).argument('<version>', 'a number', aVersion),
  )
    .description('give a pipeline a new version with what an earlier one had')
    .addOption(messageOption())
    .addOption(boundOption())
    .action(async (name, version, options) => finish(await (await load()).rollBack(terminal, name, version, options)));
  common(pipelines.command('enable').argument('<pipeline>', whichPipeline))
    .description('let a pipeline be triggered again')
    .addOption(boundOption())
    .action(async (name, options) => finish(await (await load()).switchPipeline(terminal, name, true, options)));
  common(pipelines.command('disable').argument('<pipeline>', whichPipeline))
    .description('let nothing trigger a pipeline; what was triggered goes on')
    .option('--reason <text>', 'why, for those whom it stops')
    .addOption(boundOption())
    .action(async (name, options) => finish(await (await load()).switchPipeline(terminal, name, false, options)));
  common(pipelines.command('delete').argument('<pipeline>', whichPipeline))
    .description('free the name of a pipeline; its versions and executions stay')
    .addOption(boundOption())
    .action(async (name, options) => finish(await (await load()).removePipeline(terminal, name, options)));
};
