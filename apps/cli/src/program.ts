import { Command, type CommanderError } from 'commander';
import { exit } from './exit.js';
import { admitting } from './program/admitting.js';
import { artifactRoom } from './program/artifacts.js';
import { auditing } from './program/auditing.js';
import { beginning } from './program/beginning.js';
import { caching } from './program/caching.js';
import { chooseContext } from './platform/contexts.js';
import { cataloguing } from './program/cataloguing.js';
import { contextRoom } from './program/contexts.js';
import { finishing } from './program/finishing.js';
import { helping } from './program/helping.js';
import { hooking } from './program/hooking.js';
import { identifying } from './program/identifying.js';
import { keeping } from './program/keeping.js';
import { notifying } from './program/notifying.js';
import type { Room } from './program/options.js';
import { peopleRoom } from './program/people.js';
import { reading } from './program/reading.js';
import { running } from './program/running.js';
import { secretRoom } from './program/secrets.js';
import { steering } from './program/steering.js';
import { templateRoom } from './program/templates.js';
import { standing, watching } from './program/watching.js';
import { plain } from './view/clean.js';
import type { Terminal } from './view/terminal.js';

const examples = `
Examples:
  yard init                                write a first pipeline.yaml for the checkout you are in
  yard run pipeline.yaml                   run a pipeline here and now
  yard run pipeline.yaml --env TARGET=eu   with a variable for every step
  yard plan pipeline.yaml                  show what would run, and when
  yard up && yard status                   keep a platform running, and look at it
  yard logs                                the output of the newest execution
  yard context add work https://ci.example.com && yard login
                                           work with a server elsewhere

The platform is the one at YARD_URL (with YARD_TOKEN, or after yard login), else that of the context, else the one of the
data directory, .yard here. Executions stand for themselves: yard cancel last is yard executions cancel last.`;

/** Commands on executions stand below their noun, and without it. */
const ofExecutions: readonly Room[] = [watching, artifactRoom, steering];

export const programOf = (terminal: Terminal, version: string, finish: (code: number) => void): Command => {
  const program = new Command('yard')
    .description('Switchyard on the command line: run pipelines, watch them, keep a platform.')
    .version(version, '-V, --version')
    .addHelpText('after', examples)
    .configureOutput({ outputError: (text, write) => write(`${plain(text.trimEnd())}\n`) })
    .showHelpAfterError('(yard --help shows all commands)')
    .exitOverride();
  const build = (rooms: readonly Room[], at = program) => rooms.forEach(room => room(at, terminal, finish));
  program.commandsGroup('Pipeline files, here:');
  build([beginning, running, reading]);
  program.commandsGroup('Executions:');
  build(ofExecutions);
  build(ofExecutions, program.command('executions').description('the same commands, under their noun'));
  program.commandsGroup('Pipelines:');
  build([cataloguing, templateRoom, secretRoom, hooking, notifying, caching]);
  program.commandsGroup('People and access:');
  build([admitting, identifying, peopleRoom, auditing]);
  program.commandsGroup('The platform and this command line:');
  build([standing, keeping, contextRoom, helping]);
  finishing(program);
  program.hook('preAction', (_program, command) => chooseContext(command.opts<{ context?: string }>().context));
  return program;
};

/** What commander has said already. */
export const codeOfCommander = ({ exitCode }: CommanderError): number =>
  exitCode === 0 ? exit.success : exit.badInput;
