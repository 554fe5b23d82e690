import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { openPage } from '../open-page.js';
import { mustRun } from '../platform/connect.js';
import type { Terminal } from '../view/terminal.js';

/** Says where the page of an execution is, and opens it where a browser can be. */
export const open = async (
  terminal: Terminal,
  word: string | undefined,
  { print, json, data }: { print: boolean; json: boolean; data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const page =
    word === undefined
      ? client.url
      : `${client.url}/executions/${encodeURIComponent(await executionNamed(client, word))}`;
  const opened = !print && (await openPage(page));
  if (json) terminal.json({ url: page, opened });
  else terminal.line(page);
  return exit.success;
};
