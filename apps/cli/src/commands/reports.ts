import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { reportLines } from '../view/report-lines.js';
import type { Terminal } from '../view/terminal.js';
import type { ArtifactOptions } from './artifacts.js';

/** What the steps of an execution reported. */
export const reports = async (terminal: Terminal, word: string, { json, data }: ArtifactOptions): Promise<number> => {
  const { client, close } = await connect(terminal, { data });
  try {
    const id = await executionNamed(client, word);
    const { reports: found } = await client.artifacts.reports(id);
    if (json) terminal.json(found);
    else if (found.length === 0) terminal.line(`no step of ${id} reported anything`);
    else for (const one of found) for (const line of reportLines(one)) terminal.line(line);
    return exit.success;
  } finally {
    await close();
  }
};
