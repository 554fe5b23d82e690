import { checkFile } from '../checked-file.js';
import { exit } from '../exit.js';
import { plain } from '../view/clean.js';
import { findingRow, hasErrors, tellFindings } from '../view/findings.js';
import { counted } from '../view/plan.js';
import type { Terminal } from '../view/terminal.js';

/** Says what is wrong with pipeline files, without running anything. */
export const validate = async (terminal: Terminal, files: string[], { json }: { json: boolean }): Promise<number> => {
  let bad = false;
  const rows = [];
  for (const file of files) {
    const { findings, plan } = await checkFile(file);
    bad ||= hasErrors(findings);
    if (json) rows.push(...findings.map(finding => findingRow(file, finding)));
    else tellFindings(terminal, file, findings);
    if (json || !plan) continue;
    const steps = plan.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
    const size = `${counted(plan.stages.length, 'stage')}, ${counted(steps, 'step')}`;
    terminal.line(`${terminal.colors.green('✓')} ${plain(file)}: ${size}`);
  }
  if (json) terminal.json(rows);
  return bad ? exit.badInput : exit.success;
};
