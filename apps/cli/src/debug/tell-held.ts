import type { ExecutionView } from '@switchyard/contracts';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';
import { heldIn, heldSentence } from './held.js';

/** A line for each step that somebody has a shell in: of one execution, or of all. */
export const tellHeld = async (
  terminal: Terminal,
  execution: Pick<ExecutionView, 'steps'> | undefined,
  data: string,
): Promise<void> => {
  const names = new Map(execution?.steps.flatMap(({ name, attempts }) => attempts.map(({ id }) => [id, name])));
  for (const [attempt, one] of await heldIn(data)) {
    const name = execution ? names.get(attempt) : attempt;
    if (name !== undefined) terminal.line(plain(`  ${name}: ${heldSentence(one)}`));
  }
};
