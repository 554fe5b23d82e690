import { dataOption, jsonOption, number, type Room, which } from './options.js';

export const workspaceRoom: Room = (program, terminal, finish) => {
  const workspace = program
    .command('workspace')
    .description('folders that steps work in, on the machines of connectors');
  const commands = () => import('../commands/workspaces.js');
  workspace
    .command('list')
    .description('what lies on machines, the newest executions first')
    .option('--project <name>', 'only of this project')
    .option('-n, --limit <number>', 'how many', number(1, 1_000), 200)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).listWorkspaces(terminal, options)));
  workspace
    .command('show')
    .description('where the workspaces of an execution lie')
    .argument('<execution>', which)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, options) =>
      finish(await (await commands()).showWorkspaces(terminal, execution, options)),
    );
  workspace
    .command('remove')
    .description('remove the workspaces of an execution that has ended')
    .argument('<execution>', which)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, options) =>
      finish(await (await commands()).removeWorkspaces(terminal, execution, options)),
    );
};
