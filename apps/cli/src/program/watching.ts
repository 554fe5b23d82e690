import { Option } from 'commander';
import { eventTypes } from '@switchyard/contracts/events';
import { executionStatuses } from '@switchyard/contracts/statuses';
import { triggerTypes } from '@switchyard/contracts/words';
import { dataOption, jsonOption, moment, number, type Room, speed, which } from './options.js';

export const watching: Room = (program, terminal, finish) => {
  program
    .command('list')
    .description('list the newest executions')
    .option('-n, --limit <number>', 'how many', number(1, 200), 20)
    .addOption(new Option('--status <status>', 'only these').choices(executionStatuses))
    .option('--project <project>', 'only of this one')
    .option('--pipeline <pipeline>', 'only of this one: its id, or its name')
    .option('--branch <name>', 'only of this one')
    .addOption(new Option('--trigger <type>', 'only those that were started by this').choices(triggerTypes))
    .option('--author <name>', 'only those that this one started, by the whole name')
    .option('--text <text>', 'only with this in the name of the pipeline, the branch or the commit')
    .option('--since <time>', 'only from then on, such as 1h or 2026-11-23T10:00:00Z', moment)
    .option('--until <time>', 'only before', moment)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/list.js')).list(terminal, options)));
  program
    .command('logs [execution]')
    .description('show the output of an execution, the newest one unless one is named, or find a text in it')
    .option('-f, --follow', 'to its end', false)
    .addOption(
      new Option('--search <text>', 'only lines with this, in any case, with their numbers').conflicts('follow'),
    )
    .option('-n, --limit <number>', 'of lines that are found', number(1, 1_000), 100)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/logs.js')).logs(terminal, id, options)));
  program
    .command('why')
    .description('say why an execution, or one step of it, waits, was skipped or did not end well')
    .argument('<execution>', which)
    .argument('[step]', 'its id or its name')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (execution, step, options) =>
      finish(await (await import('../commands/why.js')).why(terminal, { execution, step }, options)),
    );
  looking(program, terminal, finish);
  happening(program, terminal, finish);
};

const looking: Room = (program, terminal, finish) => {
  program
    .command('show')
    .description('show an execution with its stages and steps')
    .argument('<execution>', which)
    .option('--at <number>', 'as it was after this event', number(1, 999_999_999))
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) =>
      finish(await (await import('../commands/show.js')).showExecution(terminal, id, options)),
    );
  program
    .command('watch')
    .description('draw an execution live, as a tree of stages and steps; exits 0 when it succeeds')
    .argument('<execution>', which)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) =>
      finish(await (await import('../commands/watch.js')).watchExecution(terminal, id, options)),
    );
  program
    .command('open')
    .description('say where the page of an execution is, or of the platform, and open it in a browser')
    .argument('[execution]', which)
    .option('--print', 'only say where', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/open.js')).open(terminal, id, options)));
};

/** What runs, as a whole. */
export const standing: Room = (program, terminal, finish) => {
  program
    .command('status')
    .description('say what runs and how it is')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/status.js')).status(terminal, options)));
  program
    .command('agents')
    .description('services and connectors: who is alive, and what runs there')
    .command('list')
    .description('list them, those too that are silent')
    .option('--alive', 'only those that are heard of', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/agents.js')).listAgents(terminal, options)));
  connectorRoom(program, terminal, finish);
  program
    .command('doctor')
    .description('list everything on this machine and in this environment that is in the way of a platform')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options =>
      finish(await (await import('../commands/doctor.js')).doctor(terminal, program.version() ?? '', options)),
    );
  const schema = program.command('schema').description('what editors and programs read, as JSON');
  for (const [what, says] of [
    ['pipeline', 'pipeline files, as JSON Schema'],
    ['api', 'the HTTP API, as OpenAPI'],
  ] as const)
    schema
      .command(what)
      .description(says)
      .addOption(jsonOption())
      .addOption(dataOption())
      .action(async options =>
        finish(await (await import('../commands/schema.js')).showSchema(terminal, what, options)),
      );
};

const happening: Room = (program, terminal, finish) => {
  program
    .command('events')
    .description('list what happened to all executions, a line for each event')
    .option('--project <project>', 'only of this one')
    .addOption(new Option('--type <type>', 'only these').choices(eventTypes))
    .addOption(new Option('--since <when>', '1h ago, or a time').argParser(moment).default(moment('1h'), '1h'))
    .option('-f, --follow', 'and what happens from now on', false)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('../commands/events.js')).events(terminal, options)));
  program
    .command('replay')
    .description('show an execution again as it was live')
    .argument('<execution>', which)
    .option('--speed <factor>', 'how many times as fast, or max', speed, 1)
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('../commands/replay.js')).replay(terminal, id, options)));
};

const connectorRoom: Room = (program, terminal, finish) => {
  const connectors = program.command('connectors').description('who runs steps, and whether they take new ones');
  const commands = () => import('../commands/connectors.js');
  connectors
    .command('list')
    .description('list them, with what they run')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await commands()).listConnectors(terminal, options)));
  connectors
    .command('drain')
    .description('let one finish what it runs, and take nothing new')
    .argument('<id>', 'of yard connectors list')
    .option('--reason <text>', 'why, for those who look')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await commands()).drainConnector(terminal, id, options)));
  connectors
    .command('undrain')
    .description('let one take steps again')
    .argument('<id>', 'of yard connectors list')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await commands()).undrainConnector(terminal, id, options)));
};
