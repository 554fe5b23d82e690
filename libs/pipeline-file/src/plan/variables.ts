import type { TriggerWords } from './planned.js';

type Variables = Record<string, string>;

interface Place {
  pipeline: string;
  stage: string;
  step: string;
}

/** Variables every step has. Nothing may stand in for them. */
export const builtIn = ({ pipeline, stage, step }: Place, trigger: TriggerWords): Variables => ({
  CI: 'true',
  SWITCHYARD: 'true',
  YARD_PIPELINE: pipeline,
  YARD_STAGE: stage,
  YARD_STEP: step,
  YARD_TRIGGER: trigger.trigger,
  YARD_BRANCH: trigger.branch,
  YARD_TAG: trigger.tag,
  YARD_COMMIT: trigger.commit,
  YARD_REPOSITORY: trigger.repository,
});

/** How inputs reach a step. */
export const inputVariables = (inputs: Record<string, string>): Variables => prefixed('INPUT', inputs);

/** How the values of its cell reach a step. */
export const matrixVariables = (values: Record<string, string>): Variables => prefixed('MATRIX', values);

const prefixed = (prefix: string, values: Record<string, string>): Variables =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${variableName(name)}`, value]));

const variableName = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
