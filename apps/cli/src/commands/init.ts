import { stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { DetectedProjects } from '@switchyard/contracts';
import { detect, pipelineFor } from '@switchyard/project-detector';
import { Checkout } from '../checkout.js';
import { exit, Stop } from '../exit.js';
import { plain } from '../view/clean.js';
import { projectTable } from '../view/projects.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface InitOptions {
  /** Show the pipeline and write nothing. */
  print: boolean;
  /** Write over a file that is there. */
  force: boolean;
  json: boolean;
}

const fileName = 'pipeline.yaml';

/** Looks at a checkout, and writes a first pipeline for it. */
export const init = async (terminal: Terminal, directory: string, options: InitOptions): Promise<number> => {
  const file = join(directory, fileName);
  if (!options.print && !options.force) await mustBeFree(file);
  const checkout = await Checkout.open(directory);
  const found = detect(checkout);
  const { folder } = checkout;
  const pipeline = pipelineFor(found, { name: basename(resolve(directory)), ...(folder ? { folder } : {}) });
  if (!options.print) await write(file, pipeline, options);
  if (options.json) terminal.json({ ...found, pipeline, ...(options.print ? {} : { file }) });
  else tell(terminal, found, { file, pipeline, print: options.print });
  if (folder === undefined && found.projects.length > 0)
    terminal.note(`${plain(directory)} is no git checkout, and the first step clones one: run git init, and commit`);
  return exit.success;
};

const mustBeFree = async (file: string): Promise<void> => {
  if (await stat(file).catch(() => undefined)) throw taken(file);
};

const taken = (file: string) =>
  new Stop(exit.badInput, `${file} is there already, and stays as it is`, [
    'show what would be written: yard init --print',
    'write over it: yard init --force',
  ]);

const write = async (file: string, text: string, { force }: InitOptions): Promise<void> => {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(file);
    throw new Stop(exit.badInput, `${file} cannot be written: ${code === 'EACCES' ? 'you may not' : message}`);
  }
};

interface Written {
  file: string;
  pipeline: string;
  print: boolean;
}

/** The pipeline alone goes to standard output when it is asked for, so that it can be kept. */
const tell = (terminal: Terminal, { projects, notes }: DetectedProjects, { file, pipeline, print }: Written): void => {
  const say = (line: string) => (print ? terminal.note(line) : terminal.line(line));
  if (projects.length === 0) say('nothing was found that says how it is tested or built; the pipeline only says hello');
  else for (const line of projectTable(terminal, projects)) say(line);
  for (const note of notes) say(note);
  if (print) terminal.lines(pipeline.trimEnd().split('\n'));
  else {
    say('');
    say(`${terminal.colors.green('✓')} wrote ${plain(file)}: look at it, change it, commit it`);
    for (const command of ['validate', 'run']) say(`→ ${suggestion([command, file], undefined)}`);
  }
};
