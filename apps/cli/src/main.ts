import { readFile } from 'node:fs/promises';
import { CommanderError } from 'commander';
import { readConfig } from './config.js';
import { codeOfError } from './exit.js';
import { codeOfCommander, programOf } from './program.js';
import { plain } from './view/clean.js';
import { Terminal } from './view/terminal.js';

const terminal = new Terminal(process.stdout, process.stderr, readConfig());

const tell = (error: unknown): void => {
  const { message = String(error), suggestions = [] } = error as { message?: string; suggestions?: string[] };
  if (message !== '') terminal.note(`yard: ${plain(message)}`);
  for (const suggestion of suggestions) terminal.note(`      ${plain(suggestion)}`);
};

const failed = (error: unknown): number => {
  if (error instanceof CommanderError) return codeOfCommander(error);
  tell(error);
  return codeOfError(error);
};

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
try {
  await programOf(terminal, version, code => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = failed(error);
}
