import { type YardClient, YardError } from '@switchyard/client';
import type { Finding, PipelineId } from '@switchyard/contracts';
import { attend, type AttendOptions } from '../attend.js';
import type { CheckedFile } from '../checked-file.js';
import { readVariables } from '../environment.js';
import { exit } from '../exit.js';
import { gitFacts, uncommitted } from '../git.js';
import { inputsFor, readInputs } from '../inputs.js';
import { repeated } from '../repeat.js';
import { hasErrors, tellFindings } from '../view/findings.js';
import type { Terminal } from '../view/terminal.js';

export interface RunOptions extends AttendOptions {
  env: string[];
  input: string[];
  breakOnFailure?: boolean;
}

/** Runs a pipeline file and shows it live; the exit code is its result. */
export const run = async (terminal: Terminal, file: string, options: RunOptions): Promise<number> => {
  const stops = options.breakOnFailure ? await import('../debug/break-on-failure.js') : undefined;
  stops?.mayBreak(options.json);
  const environment = readVariables(options.env);
  const given = readInputs(options.input);
  // Looked at here first: a mistake is told at once, without a platform.
  const { checkFile, reached } = await import('../checked-file.js');
  const checked = await checkFile(file);
  if (hasErrors(checked.findings) && !checked.asksLibrary)
    return refuse(terminal, file, checked.findings, options.json);
  if (checked.model) inputsFor(checked.model.inputs, given);
  const afterwards: AttendOptions['afterwards'] = (connection, execution) =>
    stops?.breakOnFailure(terminal, connection, execution, options.data) ?? Promise.resolve();
  return attend(terminal, { ...options, afterwards }, async (connection, interruption, key) => {
    stops?.mustBeLocal(connection);
    const pipeline = await applied(connection.client, checked);
    const findings = reached('refused' in pipeline ? pipeline.refused : pipeline.findings, checked.root);
    if ('refused' in pipeline) return refuse(terminal, file, findings, options.json);
    if (!options.json) tellFindings(terminal, file, findings);
    const facts = await gitFacts(file, connection.isLocal);
    if (!options.json && takesCheckout(checked)) tellUncommitted(terminal, await uncommitted(file), facts.commit_hash);
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    const body = { ...facts, environment, ...(Object.keys(given).length > 0 ? { inputs: given } : {}) };
    // The key makes repeating harmless.
    const answer = await repeated(() => connection.client.trigger(pipeline.id, body, key));
    return { id: answer.execution_id };
  });
};

/** Whether a step works on the repository that this trigger names. */
const takesCheckout = ({ model }: CheckedFile): boolean =>
  model?.stages.some(({ steps }) =>
    steps.some(step => {
      const source = step.source ?? model.source;
      return source !== undefined && source !== false && source.repository === undefined;
    }),
  ) ?? false;

const tellUncommitted = (terminal: Terminal, files: number, commit: string | undefined): void => {
  if (files === 0 || commit === undefined) return;
  const what = files === 1 ? '1 file is' : `${files} files are`;
  terminal.note(
    `${what} not committed: steps see commit ${commit.slice(0, 8)}, without ${files === 1 ? 'it' : 'them'}`,
  );
};

const refuse = (terminal: Terminal, file: string, findings: Finding[], json: boolean): number => {
  if (json) terminal.json({ event: 'findings', data: findings });
  else tellFindings(terminal, file, findings);
  return exit.badInput;
};

const applied = async (
  client: YardClient,
  { yaml, files }: CheckedFile,
): Promise<{ id: PipelineId; findings: Finding[] } | { refused: Finding[] }> => {
  try {
    const { pipeline, findings } = await client.applyPipeline(yaml, { files });
    return { id: pipeline.id, findings };
  } catch (error) {
    const refused = error instanceof YardError ? error.answer?.details?.findings : undefined;
    if (refused) return { refused };
    throw error;
  }
};
