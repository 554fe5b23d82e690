import { Command, type CommanderError } from 'commander';
import { exit } from './exit.js';
import { admitting } from './program/admitting.js';
import { artifactRoom } from './program/artifacts.js';
import { auditing } from './program/auditing.js';
import { beginning } from './program/beginning.js';
import { caching } from './program/caching.js';
import { cataloguing } from './program/cataloguing.js';
import { hooking } from './program/hooking.js';
import { identifying } from './program/identifying.js';
import { keeping } from './program/keeping.js';
import { notifying } from './program/notifying.js';
import { reading } from './program/reading.js';
import { running } from './program/running.js';
import { secretRoom } from './program/secrets.js';
import { steering } from './program/steering.js';
import { watching } from './program/watching.js';
import { workspaceRoom } from './program/workspaces.js';
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

The platform is the one at YARD_URL (with YARD_TOKEN, or after yard login), or the one of the data directory, .yard here.`;

export const programOf = (terminal: Terminal, version: string, finish: (code: number) => void): Command => {
  const program = new Command('yard')
    .description('Switchyard on the command line: run pipelines, watch them, keep a platform.')
    .version(version, '-V, --version')
    .addHelpText('after', examples)
    .configureOutput({ outputError: (text, write) => write(`${plain(text.trimEnd())}\n`) })
    .showHelpAfterError('(yard --help shows all commands)')
    .exitOverride();
  const people = [admitting, identifying, auditing, secretRoom, hooking, notifying, caching, workspaceRoom];
  const rooms = [beginning, running, reading, watching, artifactRoom, steering, cataloguing, ...people, keeping];
  for (const room of rooms) room(program, terminal, finish);
  return program;
};

/** What commander has said already. */
export const codeOfCommander = ({ exitCode }: CommanderError): number =>
  exitCode === 0 ? exit.success : exit.badInput;
