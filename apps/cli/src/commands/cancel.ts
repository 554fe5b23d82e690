import type { ExecutionId } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import type { Terminal } from '../view/terminal.js';

/** Asks for the end of an execution. */
export const cancel = async (
  terminal: Terminal,
  id: string,
  { reason, data }: { reason?: string; data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.cancel(id as ExecutionId, reason);
  terminal.line(`${answer.execution_id}: ${answer.status === 'running' ? answer.message : answer.status}`);
  return exit.success;
};
