import { dataOption, jsonOption, moment, number, type Room } from './options.js';

const load = () => import('../commands/audit.js');

export const auditing: Room = (program, terminal, finish) => {
  const audit = program.command('audit').description('who changed what, and whether that record is whole');
  audit
    .command('list')
    .description('list changes, newest first')
    .option('--who <person>', 'only by this one: an id or a name')
    .option('--action <action>', 'only these, such as pipeline.changed')
    .option('--kind <kind>', 'only of these, such as pipeline')
    .option('--object <id>', 'only of this one')
    .option('--project <project>', 'only in this one')
    .option('--since <time>', 'only from then on, such as 1h or 2026-11-23T10:00:00Z', moment)
    .option('--until <time>', 'only before', moment)
    .option('-n, --limit <number>', 'how many', number(1, 10_000), 50)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).listAudit(terminal, options)));
  audit
    .command('export')
    .description('write all records as lines of JSON, oldest first')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).exportAudit(terminal, options)));
  audit
    .command('verify')
    .description('read the whole chain, and name the first record that is not as it was written')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await load()).verifyAudit(terminal, options)));
};
