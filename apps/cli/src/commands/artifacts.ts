import type { ArtifactView } from '@switchyard/contracts';
import { sized } from '@switchyard/kernel';
import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface ArtifactOptions {
  json: boolean;
  data?: string;
}

const head = ['name', 'step', 'files', 'size', 'until', 'id'];

/** What was kept of an execution. */
export const listArtifacts = async (
  terminal: Terminal,
  word: string,
  { json, data }: ArtifactOptions,
): Promise<number> => {
  const { client, close } = await connect(terminal, { data });
  try {
    const id = await executionNamed(client, word);
    const { artifacts } = await client.artifacts.list(id);
    if (json) terminal.json(artifacts);
    else if (artifacts.length === 0) terminal.line(`nothing was kept of ${id}, or it has expired`);
    else for (const line of table(head, artifacts.map(rowOf))) terminal.line(line);
    return exit.success;
  } finally {
    await close();
  }
};

const rowOf = ({ name, stepId, files, bytes, expiresAt = 'for ever', id }: ArtifactView): string[] => [
  plain(name),
  stepId,
  String(files),
  sized(bytes),
  expiresAt,
  id,
];
