import { YardError } from '@switchyard/client';
import type { ApplyPipelineBody, Finding } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { readPipeline } from '../pipeline-text.js';
import { connect } from '../platform/connect.js';
import { tellFindings } from '../view/findings.js';
import type { Terminal } from '../view/terminal.js';
import { type OneOptions, told } from './pipelines.js';

export interface ApplyOptions extends OneOptions {
  include: string[];
  message?: string;
}

/** Creates the pipeline a file names, or gives it a new version. */
export const applyPipeline = async (terminal: Terminal, file: string, options: ApplyOptions): Promise<number> => {
  const { json, data } = options;
  const body = await bodyOf(file, options);
  const connection = await connect(terminal, { data });
  try {
    const answer = await connection.client.catalogue.apply(body);
    if (!json) tellFindings(terminal, file, answer.findings);
    told(terminal, answer, json, '');
    return exit.success;
  } catch (error) {
    const findings = error instanceof YardError ? error.answer?.details?.findings : undefined;
    if (!findings) throw error;
    return refuse(terminal, file, findings, json);
  } finally {
    await connection.close();
  }
};

const bodyOf = async (
  file: string,
  { include, project, message }: ApplyOptions,
): Promise<Omit<ApplyPipelineBody, 'project'> & { project?: string }> => {
  const yaml = await readPipeline(file);
  const texts = await Promise.all(include.map(readPipeline));
  const files = Object.fromEntries(include.map((path, index) => [path.replace(/^(?:\.\/)+/, ''), texts[index] ?? '']));
  return {
    yaml,
    ...(include.length > 0 ? { files } : {}),
    ...(project === undefined ? {} : { project }),
    ...(message === undefined ? {} : { message }),
  };
};

const refuse = (terminal: Terminal, file: string, findings: Finding[], json: boolean): number => {
  if (json) terminal.json({ result: 'invalid', findings });
  else tellFindings(terminal, file, findings);
  return exit.badInput;
};
