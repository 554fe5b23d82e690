import { inherited } from '../config.js';
import { readVariables } from '../environment.js';
import { exit, Stop } from '../exit.js';
import { Interruption } from '../interruption.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { freshPlatform } from '../verify/fresh-platform.js';
import { lostOf, type Original, originalOf } from '../verify/original.js';
import { type Given, repeatRun } from '../verify/repeat-run.js';
import { sentenceOf } from '../verify/sentence.js';
import { type Verdict, verdictOn } from '../verify/verdict.js';
import { plain } from '../view/clean.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface VerifyOptions {
  env: string[];
  secret: string[];
  keep: boolean;
  json: boolean;
  data?: string;
}

interface Told extends Verdict {
  execution: string;
  local: string;
  notes: string[];
}

/** Runs an execution once more on a fresh platform of this machine; exits with 0 when it comes out the same, 1 when not. */
export const verify = async (terminal: Terminal, word: string, options: VerifyOptions): Promise<number> => {
  const given: Given = { environment: readVariables(options.env), secrets: secretsOf(options.secret) };
  const interruption = new Interruption();
  try {
    return await verified(terminal, word, options, given, interruption.signal);
  } catch (error) {
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    throw error;
  } finally {
    interruption.release();
  }
};

const verified = async (
  terminal: Terminal,
  word: string,
  options: VerifyOptions,
  given: Given,
  signal: AbortSignal,
): Promise<number> => {
  const { data, keep } = options;
  const there = await connect(terminal, { data, signal });
  try {
    const original = await originalOf(there.client, await executionNamed(there.client, word));
    const here = await freshPlatform(terminal, { data, keep, signal });
    try {
      terminal.note(terminal.colors.dim(`… running ${plain(original.execution.pipelineName)} again on this machine`));
      const { execution, left, pushed } = await repeatRun(here.client, original, given, signal);
      const runs = [
        { client: there.client, execution: original.execution },
        { client: here.client, execution },
      ] as const;
      const verdict = await verdictOn(...runs, left);
      const told = {
        execution: original.execution.id,
        local: execution.id,
        notes: notesOf(original, pushed),
        ...verdict,
      };
      tell(terminal, told, options);
      if (keep) terminal.note(`to look at the run here: ${suggestion(['logs', execution.id], here.directory)}`);
      return codeOf(verdict);
    } finally {
      await here.close();
    }
  } finally {
    await there.close();
  }
};

const secretsOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map(name => {
      const value = inherited()[name];
      if (value !== undefined && value !== '') return [name, value];
      throw new Stop(exit.badInput, `--secret ${plain(name)}: there is no variable of that name`, [
        `its value is read from the environment: env ${plain(name)}=… yard verify …`,
      ]);
    }),
  );

const notesOf = ({ execution }: Original, pushed: boolean): string[] => [
  ...lostOf(execution),
  ...(pushed ? ['images are built, and not pushed again'] : []),
];

/** Nothing that was looked at is no proof of anything. */
const codeOf = ({ difference, same }: Verdict): number => {
  if (difference) return exit.failure;
  return same.length > 0 ? exit.success : exit.badInput;
};

const tell = (terminal: Terminal, told: Told, { json }: VerifyOptions): void => {
  const { difference, same, notRepeated, notes } = told;
  if (json) {
    const whole = { ...told, verdict: difference ? 'differs' : same.length > 0 ? 'same' : 'nothing compared' };
    return terminal.json(difference ? { ...whole, sentence: sentenceOf(difference) } : whole);
  }
  for (const note of notes) terminal.line(plain(`note: ${note}`));
  for (const { step, why } of notRepeated) terminal.line(plain(`not compared: ${step}: ${why}`));
  if (difference) terminal.line(terminal.colors.red(`✗ ${plain(sentenceOf(difference))}`));
  else if (same.length === 0) terminal.line(terminal.colors.yellow('nothing of it can be repeated on this machine'));
  else terminal.line(terminal.colors.green(`✓ the same here: ${plain(same.join(', '))}`));
};
