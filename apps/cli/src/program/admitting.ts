import { Option } from 'commander';
import { dataOption, jsonOption, type Room } from './options.js';

const load = () => import('../commands/projects.js');
/** As the contracts have them, which take longer to load than all of this. */
const roles = ['viewer', 'developer', 'maintainer', 'admin', 'owner'] as const;

export const admitting: Room = (program, terminal, finish) => {
  const projects = program.command('projects').description('what belongs together, and is seen by its members only');
  projects
    .command('list')
    .description('list the projects you may see')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).listProjects(terminal, options)));
  projects
    .command('create <id>')
    .description('make a project')
    .option('--name <name>', 'what people call it (default: its id)')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await load()).createProject(terminal, id, options)));
  projects
    .command('show <project>')
    .description('show a project')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await load()).showProject(terminal, id, options)));
  projects
    .command('rename <project> <name>')
    .description('give a project another name for people; its id stays')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, name, options) => finish(await (await load()).renameProject(terminal, id, name, options)));
  projects
    .command('delete <project>')
    .description('delete a project without pipelines; its history stays')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await load()).deleteProject(terminal, id, options)));
  membering(program, terminal, finish);
};

const membering: Room = (program, terminal, finish) => {
  const members = program.command('members').description('who is in a project, and as what');
  members
    .command('list <project>')
    .description('list who is in a project')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (project, options) => finish(await (await load()).listMembers(terminal, project, options)));
  members
    .command('add <project> <user>')
    .description('let a user into a project, or give a member another role')
    .addOption(new Option('--role <role>', 'what the user may do').choices(roles).default('developer' as const))
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (project, user, options) => finish(await (await load()).addMember(terminal, project, user, options)));
  members
    .command('remove <project> <user>')
    .description('let a member out')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (project, user, options) =>
      finish(await (await load()).removeMember(terminal, project, user, options)),
    );
};
