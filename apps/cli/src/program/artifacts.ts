import { dataOption, jsonOption, type Room, which } from './options.js';

export const artifactRoom: Room = (program, terminal, finish) => {
  const artifacts = program.command('artifacts').description('files that steps left');
  artifacts
    .command('list')
    .description('list what was kept of an execution')
    .argument('<execution>', which)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, options) =>
      finish(await (await import('../commands/artifacts.js')).listArtifacts(terminal, execution, options)),
    );
  artifacts
    .command('download')
    .description('download an artifact, or all of an execution, each into a folder of its own')
    .argument('<execution>', which)
    .argument('[artifact]', 'its name or its id')
    .option('--to <directory>', 'where to', '.')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, artifact, options) =>
      finish(
        await (await import('../commands/download.js')).downloadArtifacts(terminal, { execution, artifact }, options),
      ),
    );
  program
    .command('reports')
    .alias('tests')
    .description('say what the steps of an execution reported: tests, findings and coverage')
    .argument('<execution>', which)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, options) =>
      finish(await (await import('../commands/reports.js')).reports(terminal, execution, options)),
    );
};
