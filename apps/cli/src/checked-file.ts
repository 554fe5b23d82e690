import { join, relative } from 'node:path';
import type { Finding, PlannedPipeline } from '@switchyard/contracts';
import { parsePipeline, type PipelineModel } from '@switchyard/pipeline-file';
import { planPipeline } from '@switchyard/pipeline-file/plan';
import { includedBy, repositoryOf } from './included.js';
import { readPipeline } from './pipeline-text.js';

/** A pipeline file with the files it includes, looked at. */
export interface CheckedFile {
  yaml: string;
  /** By path from the root of the repository. */
  files: Record<string, string>;
  findings: Finding[];
  /** The folder that paths of included files begin at. */
  root: string;
  /** It needs templates that only a platform has: what is found without them does not say much. */
  asksLibrary: boolean;
  /** Both absent where something is wrong. */
  model?: PipelineModel;
  /** With what a trigger gives as it was written. */
  plan?: PlannedPipeline;
}

export const checkFile = async (file: string): Promise<CheckedFile> => {
  const [yaml, root] = await Promise.all([readPipeline(file), repositoryOf(file)]);
  const files = await includedBy(root, yaml);
  const { model, findings } = parsePipeline(yaml, { files });
  const planned = model && planPipeline(model);
  const all = reached([...findings, ...(planned?.findings ?? [])], root).map(withRemedy);
  const asksLibrary = all.some(isOfLibrary);
  return {
    yaml,
    files,
    root,
    asksLibrary,
    findings: all,
    ...(model && planned?.plan ? { model, plan: planned.plan } : {}),
  };
};

/** Findings with the names of included files as they are reached from here. */
export const reached = (findings: readonly Finding[], root: string): Finding[] =>
  findings.map(({ file, ...finding }) => ({
    ...finding,
    ...(file === undefined ? {} : { file: fromHere(file, root) }),
  }));

const fromHere = (file: string, root: string): string =>
  file.startsWith('library:') ? file : relative(process.cwd(), join(root, file));

const isOfLibrary = ({ code, message }: Finding): boolean =>
  code === 'unknown-include' && message.startsWith('library:');

const withRemedy = (finding: Finding): Finding =>
  isOfLibrary(finding)
    ? { ...finding, suggestion: 'the platform has the template library: yard run and the API look there' }
    : finding;
