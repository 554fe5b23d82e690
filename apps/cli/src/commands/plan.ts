import type { TriggerType } from '@switchyard/contracts';
import { type PlanFacts, planPipeline } from '@switchyard/pipeline-file/plan';
import { checkFile } from '../checked-file.js';
import { readConfig } from '../config.js';
import { exit } from '../exit.js';
import { gitFacts, gitName } from '../git.js';
import { inputsFor, readInputs } from '../inputs.js';
import { tellFindings } from '../view/findings.js';
import { tellPlan } from '../view/plan.js';
import type { Terminal } from '../view/terminal.js';

export interface PlanOptions {
  branch?: string;
  tag?: string;
  trigger: TriggerType;
  input: string[];
  json: boolean;
}

/** Shows what a trigger would run, here and now, without running it. */
export const plan = async (terminal: Terminal, file: string, options: PlanOptions): Promise<number> => {
  const given = readInputs(options.input);
  const { model, findings } = await checkFile(file);
  tellFindings(terminal, file, findings);
  if (!model) return exit.badInput;
  const inputs = inputsFor(model.inputs, given);
  const trigger = await triggerAt(file, options);
  // The execution's own id is the one thing that only it has.
  const variables = { YARD_EXECUTION_ID: '' };
  const planned = planPipeline(model, { trigger, inputs, environment: {}, variables });
  tellFindings(terminal, file, planned.findings);
  if (!planned.plan) return exit.badInput;
  if (options.json) terminal.json(planned.plan);
  else tellPlan(terminal, planned.plan, factsOf(trigger));
  return exit.success;
};

/** What `yard run` would say of the checkout, unless something else is asked for. */
const triggerAt = async (file: string, { branch, tag, trigger }: PlanOptions): Promise<PlanFacts['trigger']> => {
  const [git, actor = readConfig().user] = await Promise.all([gitFacts(file, true), gitName()]);
  return {
    trigger,
    branch: branch ?? (tag === undefined ? git.branch : undefined) ?? '',
    tag: tag ?? '',
    commit: git.commit_hash ?? '',
    repository: git.repository ?? '',
    actor: actor ?? 'somebody',
  };
};

const factsOf = ({ trigger, branch, tag }: PlanFacts['trigger']): string =>
  [`trigger ${trigger}`, ...(branch ? [`branch ${branch}`] : []), ...(tag ? [`tag ${tag}`] : [])].join(', ');
