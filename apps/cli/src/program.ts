import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { exit } from './exit.js';
import { plain } from './view/clean.js';
import type { Terminal } from './view/terminal.js';

const statuses = ['pending', 'running', 'success', 'failed', 'cancelled', 'timeout'];
const examples = `
Examples:
  yard run pipeline.yaml                   run a pipeline here and now
  yard run pipeline.yaml --env TARGET=eu   with a variable for every step
  yard up && yard status                   keep a platform running, and look at it
  yard logs                                the output of the newest execution

The platform is the one at YARD_URL (with YARD_TOKEN), or the one of the data directory, .yard here.`;

const number = (from: number, to: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new InvalidArgumentError(`It must be a number from ${from} to ${to}.`);
};
const gather = (word: string, words: string[]) => [...words, word];
const dataOption = () => new Option('--data <directory>', 'where the platform keeps everything (default: .yard here)');
const jsonOption = () => new Option('--json', 'for programs: JSON instead of text').default(false);

/** Each command is loaded when it is called. `finish` takes its exit code. */
export const programOf = (terminal: Terminal, version: string, finish: (code: number) => void): Command => {
  const program = new Command('yard')
    .description('Switchyard on the command line: run pipelines, watch them, keep a platform.')
    .version(version, '-V, --version')
    .addHelpText('after', examples)
    .configureOutput({ outputError: (text, write) => write(`${plain(text.trimEnd())}\n`) })
    .showHelpAfterError('(yard --help shows all commands)')
    .exitOverride();
  running(program, terminal, finish);
  watching(program, terminal, finish);
  keeping(program, finish);
  return program;
};

const running = (program: Command, terminal: Terminal, finish: (code: number) => void): void => {
  program
    .command('run <file>')
    .description('run a pipeline file and show it live; exits 0 when it succeeds')
    .option('-e, --env <name=value>', 'a variable for every step; may be repeated', gather, [])
    .addOption(jsonOption())
    .option('--keep', 'leave the platform running', false)
    .addOption(dataOption())
    .action(async (file, options) => finish(await (await import('./commands/run.js')).run(terminal, file, options)));
  program
    .command('validate <files...>')
    .description('say what is wrong with pipeline files')
    .addOption(jsonOption())
    .action(async (files, options) =>
      finish(await (await import('./commands/validate.js')).validate(terminal, files, options)),
    );
  program
    .command('up')
    .description('start a platform and keep it running')
    .option('--port <number>', 'of its address on this machine (default: a free one)', number(0, 65_535))
    .option('--foreground', 'until Ctrl-C', false)
    .option('--processes', 'each service as a process of its own', false)
    .addOption(dataOption())
    .action(async options => finish(await (await import('./commands/up.js')).up(terminal, options)));
  program
    .command('down')
    .description('stop the platform')
    .addOption(dataOption())
    .action(async options => finish(await (await import('./commands/down.js')).down(terminal, options)));
};

const watching = (program: Command, terminal: Terminal, finish: (code: number) => void): void => {
  program
    .command('status')
    .description('say what runs and how it is')
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('./commands/status.js')).status(terminal, options)));
  program
    .command('list')
    .description('list the newest executions')
    .option('-n, --limit <number>', 'how many', number(1, 200), 20)
    .addOption(new Option('--status <status>', 'only these').choices(statuses))
    .addOption(jsonOption())
    .addOption(dataOption())
    .action(async options => finish(await (await import('./commands/list.js')).list(terminal, options)));
  program
    .command('logs [execution]')
    .description('show the output of an execution, the newest one unless one is named')
    .option('-f, --follow', 'to its end', false)
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('./commands/logs.js')).logs(terminal, id, options)));
  program
    .command('cancel <execution>')
    .description('stop an execution')
    .option('--reason <text>', 'why, for those who look at it later')
    .addOption(dataOption())
    .action(async (id, options) => finish(await (await import('./commands/cancel.js')).cancel(terminal, id, options)));
};

const keeping = (program: Command, finish: (code: number) => void): void => {
  const data = program.command('data').description('copy everything the platform knows, to a file or back');
  for (const [verb, says] of [
    ['export', 'write it to a file, from the data directory or from MONGODB_URI'],
    ['import', 'put it from a file into an empty data directory or database'],
  ] as const)
    data
      .command(`${verb} <file>`)
      .description(says)
      .addOption(dataOption())
      .action(async (file, options) =>
        finish(await (await import('./commands/data.js')).copyData(verb, file, options)),
      );
};

/** What commander has said already. */
export const codeOfCommander = ({ exitCode }: CommanderError): number =>
  exitCode === 0 ? exit.success : exit.badInput;
