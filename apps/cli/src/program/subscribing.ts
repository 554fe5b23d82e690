import { dataOption, jsonOption, type Room } from './options.js';

export const subscribing: Room = (program, terminal, finish) => {
  program
    .command('subscriber')
    .description("say what a subscriber of one project's events signs in with on the bus, as lines for a shell")
    .argument('<name>', 'as it stands in EVENT_SUBSCRIBERS of the platform')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (name, options) =>
      finish(await (await import('../commands/subscriber.js')).subscriber(terminal, name, options)),
    );
};
