import { writeFile } from 'node:fs/promises';
import { formatPipeline } from '@switchyard/pipeline-file';
import { reached } from '../checked-file.js';
import { exit, Stop } from '../exit.js';
import { includedBy, repositoryOf } from '../included.js';
import { readPipeline } from '../pipeline-text.js';
import { plain } from '../view/clean.js';
import { hasErrors, tellFindings } from '../view/findings.js';
import type { Terminal } from '../view/terminal.js';

export interface FmtOptions {
  check: boolean;
  write: boolean;
  json: boolean;
}

/** Writes pipeline files in the short form: to standard output, or where they are. */
export const fmt = async (terminal: Terminal, files: string[], options: FmtOptions): Promise<number> => {
  const { check, write } = options;
  if (check && write) throw new Stop(exit.badInput, '--check changes nothing, and --write does', ['use one of them']);
  if (files.length > 1 && !check && !write)
    throw new Stop(exit.badInput, 'several files cannot go to one output', ['use --write, or --check']);
  let code: number = exit.success;
  for (const file of files) code = Math.max(code, await formatOne(terminal, file, options));
  return code;
};

const formatOne = async (terminal: Terminal, file: string, { check, write, json }: FmtOptions): Promise<number> => {
  const { yaml, text } = await formatted(terminal, file);
  if (text === undefined) return exit.badInput;
  const changed = text !== yaml;
  if (json) terminal.json({ file, changed, text });
  else if (!check && !write) await show(terminal, text);
  else if (changed) terminal.line(plain(file));
  if (changed && write) await rewrite(file, text);
  return changed && check ? exit.failure : exit.success;
};

const formatted = async (terminal: Terminal, file: string): Promise<{ yaml: string; text: string | undefined }> => {
  const [yaml, root] = await Promise.all([readPipeline(file), repositoryOf(file)]);
  const { text, findings } = formatPipeline(yaml, { files: await includedBy(root, yaml) });
  // Warnings are for yard validate, and so is what a template still needs.
  if (text === undefined) tellFindings(terminal, file, reached(findings.filter(isError), root));
  return { yaml, text };
};

const isError = (finding: Parameters<typeof hasErrors>[0][number]): boolean => hasErrors([finding]);

const show = async (terminal: Terminal, text: string): Promise<void> => {
  if (!terminal.isInteractive) return terminal.bytes(Buffer.from(text));
  for (const line of text.trimEnd().split('\n')) terminal.line(plain(line));
};

const rewrite = async (file: string, text: string): Promise<void> => {
  await writeFile(file, text).catch((error: Error) => {
    throw new Stop(exit.badInput, `${file} cannot be written: ${error.message}`);
  });
};
