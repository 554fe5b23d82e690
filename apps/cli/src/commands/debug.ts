import { debugStep, type DebugOptions } from '../debug/debug-step.js';
import { executionNamed, stepNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import type { Terminal } from '../view/terminal.js';

/** A shell where a step stood that failed. */
export const debug = async (
  terminal: Terminal,
  named: { execution: string; step: string },
  options: DebugOptions,
): Promise<number> => {
  const connection = await connect(terminal, { data: options.data });
  try {
    const execution = await connection.client.execution(await executionNamed(connection.client, named.execution));
    return await debugStep(terminal, connection, execution, stepNamed(execution, named.step), options);
  } finally {
    await connection.close();
  }
};
