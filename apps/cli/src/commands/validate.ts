import { parsePipeline } from '@switchyard/pipeline-file';
import { exit } from '../exit.js';
import { readPipeline } from '../pipeline-text.js';
import { plain } from '../view/clean.js';
import { hasErrors, tellFindings } from '../view/findings.js';
import type { Terminal } from '../view/terminal.js';

/** Says what is wrong with pipeline files, without running anything. */
export const validate = async (terminal: Terminal, files: string[], { json }: { json: boolean }): Promise<number> => {
  let bad = false;
  for (const file of files) {
    const { findings, model } = parsePipeline(await readPipeline(file));
    bad ||= hasErrors(findings);
    if (json) terminal.json({ file, valid: !hasErrors(findings), findings });
    else {
      tellFindings(terminal, file, findings);
      const steps = model?.stages.reduce((sum, stage) => sum + stage.steps.length, 0) ?? 0;
      if (model)
        terminal.line(`${terminal.colors.green('✓')} ${plain(file)}: ${model.stages.length} stages, ${steps} steps`);
    }
  }
  return bad ? exit.badInput : exit.success;
};
