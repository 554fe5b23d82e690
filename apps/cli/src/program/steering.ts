import { dataOption, jsonOption, type Room, watchSays, which } from './options.js';

export const steering: Room = (program, terminal, finish) => {
  program
    .command('rerun')
    .description('repeat an execution that has ended: what did not end well, or from a step on')
    .argument('<execution>', which)
    .option('--from <step>', 'this step, and all that come after it')
    .option('-f, --follow', 'show it live; exits 0 when it succeeds', false)
    .option('-w, --watch', watchSays, false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/rerun.js')).rerun(terminal, id, options)));
  program
    .command('cancel')
    .description('stop an execution')
    .argument('<execution>', which)
    .option('--reason <text>', 'why, for those who look at it later')
    .option('--force', 'clean-up steps too', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/cancel.js')).cancel(terminal, id, options)));
  program
    .command('pause')
    .description('start nothing more of an execution; what runs goes on')
    .argument('<execution>', which)
    .option('--reason <text>', 'why, for those who look at it later')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/pause.js')).pause(terminal, id, options)));
  program
    .command('resume')
    .description('let a paused execution go on')
    .argument('<execution>', which)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/pause.js')).resume(terminal, id, options)));
  reviewing(program, terminal, finish);
};

const reviewing: Room = (program, terminal, finish) => {
  for (const [verdict, says] of [
    ['approve', 'let a step run that waits for approval'],
    ['reject', 'let a step that waits for approval fail instead'],
  ] as const)
    program
      .command(verdict)
      .description(says)
      .argument('<execution>', which)
      .argument('<step>', 'its id or its name')
      .option('--comment <text>', 'for those who look at it later')
      .addOption(jsonOption())
      .addOption(dataOption())
      .action(async (execution, step, options) =>
        finish(await (await import('../commands/review.js')).review(terminal, verdict, { execution, step }, options)),
      );
};
