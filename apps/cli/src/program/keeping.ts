import { dataOption, jsonOption, type Room } from './options.js';

export const keeping: Room = (program, terminal, finish) => {
  const data = program.command('data').description('copy everything the platform knows, to a file or back');
  for (const [verb, says] of [
    ['export', 'write it to a file, from the data directory or from MONGODB_URI'],
    ['import', 'put it from a file into an empty data directory or database'],
  ] as const)
    data
      .command(`${verb} <file>`)
      .description(says)
      .addOption(jsonOption())
      .addOption(dataOption())
      .action(async (file, options) =>
        finish(await (await import('../commands/data.js')).copyData(terminal, verb, file, options)),
      );
};
