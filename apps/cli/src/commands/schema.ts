import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import type { Terminal } from '../view/terminal.js';

/** What editors and programs read: pipeline files as JSON Schema, or the API as OpenAPI. */
export const showSchema = async (
  terminal: Terminal,
  what: 'pipeline' | 'api',
  { data }: { data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  terminal.json(what === 'api' ? await client.openapi() : await client.pipelineSchema());
  return exit.success;
};
