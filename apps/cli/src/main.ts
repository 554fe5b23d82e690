import { readFile } from 'node:fs/promises';
import { type Command, CommanderError } from 'commander';
import { candidates } from './completion/complete.js';
import { readConfig } from './config.js';
import { codeOfError } from './exit.js';
import { codeOfCommander, programOf } from './program.js';
import { listContexts } from './platform/contexts.js';
import { plain } from './view/clean.js';
import { fitTables } from './view/table.js';
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
fitTables(process.stdout.isTTY ? process.stdout.columns : undefined);

/** Asked by what `yard completion` prints: the words up to the cursor. */
const complete = async (program: Command, words: readonly string[]): Promise<void> => {
  const contexts = async () => (await listContexts()).map(({ name }) => name);
  for (const { word, says } of await candidates(program, words, { contexts }))
    terminal.line(`${plain(word)}\t${plain(says)}`);
};

try {
  const program = programOf(terminal, version, code => (process.exitCode = code));
  const [first, ...words] = process.argv.slice(2);
  if (first === '__complete') await complete(program, words);
  else await program.parseAsync();
} catch (error) {
  process.exitCode = failed(error);
}
