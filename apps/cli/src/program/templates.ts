import { type Command, Option } from 'commander';
import { dataOption, jsonOption, number, type Room } from './options.js';

const load = () => import('../commands/templates.js');
const aVersion = number(1, 999_999_999);

const common = (command: Command): Command =>
  command
    .option('--project <project>', 'whose library (default: default)')
    .addOption(jsonOption())
    .addOption(dataOption());
const boundOption = () =>
  new Option('--if-version <number>', 'only while this is its current version').argParser(aVersion);

/** The library of parts that pipelines take by name. */
export const templateRoom: Room = (program, terminal, finish) => {
  const templates = program.command('templates').description('parts that pipelines take from the library by name');
  common(templates.command('list'))
    .description('list the library')
    .action(async options => finish(await (await load()).listTemplates(terminal, options)));
  common(templates.command('show <template>'))
    .description('show the text of a template')
    .option('--at <version>', 'as it was', aVersion)
    .action(async (name, options) => finish(await (await load()).showTemplate(terminal, name, options)));
  common(templates.command('versions <template>'))
    .description('list who changed a template, when and why, newest first')
    .option('-n, --limit <number>', 'how many', number(1, 200), 50)
    .action(async (name, options) => finish(await (await load()).templateVersions(terminal, name, options)));
  common(templates.command('put <template> <file>'))
    .description('keep a file as a template, or as its next version')
    .option('-m, --message <text>', 'what the version is for')
    .addOption(boundOption())
    .action(async (name, file, options) => finish(await (await load()).putTemplate(terminal, { name, file }, options)));
  common(templates.command('remove <template>'))
    .description('remove a template; pipelines that have it keep it')
    .addOption(boundOption())
    .action(async (name, options) => finish(await (await load()).removeTemplate(terminal, name, options)));
};
