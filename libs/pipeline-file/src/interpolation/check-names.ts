import { closest } from '../did-you-mean.js';
import type { StepModel } from '../model.js';
import type { Problem } from '../report.js';
import { type Reference, referencesOf } from './references.js';
import { axesOf, type Scope, type Standing } from './scope.js';

export interface Asking extends Standing {
  /** What asks, to people: `the environment of a stage`. */
  what: string;
  /** Whether it is read when the plan is made, when no step has ended. */
  isEarly: boolean;
}

/** What is wrong with the names an expression asks for. One that cannot be read asks for nothing. */
export const wrongNames = (expression: string, asking: Asking, scope: Scope): Problem[] =>
  referencesOf(expression)
    .map(found => checks[found.root]?.(found, asking, scope))
    .filter(found => found !== undefined);

type Check = (asked: Reference, asking: Asking, scope: Scope) => Problem | undefined;

const inputs: Check = ({ members: [name] }, _asking, scope) =>
  name === undefined || scope.inputs.includes(name)
    ? undefined
    : {
        code: 'unknown-input',
        message: `inputs.${name} is no input of this pipeline`,
        suggestion: meant(name, scope.inputs) ?? 'declare it: on: { manual: { inputs: { … } } }',
      };

const matrix: Check = ({ members: [name] }, { step, what }) => {
  const axes = step?.matrix && axesOf(step.matrix);
  if (!axes)
    return {
      code: 'no-matrix',
      message: `${what} asks for matrix${name === undefined ? '' : `.${name}`}, and has no matrix`,
      suggestion: 'add matrix: to the step, or ask for something else',
    };
  return name === undefined || axes.includes(name)
    ? undefined
    : {
        code: 'unknown-axis',
        message: `matrix.${name} is no axis of this step`,
        suggestion: meant(name, axes) ?? `its axes are ${axes.join(', ')}`,
      };
};

const steps: Check = ({ members: [id, ...members] }, asking, scope) => {
  if (asking.isEarly)
    return {
      code: 'too-early',
      message: `${asking.what} asks for steps, and is read before any step has run`,
      suggestion: 'ask for them in the environment or the config of a step',
    };
  if (id === undefined) return undefined;
  const step = scope.step(id);
  if (!step) return unknownStep(id, scope);
  return scope.isBefore(step.id, asking) ? wrongMember(step, id, members) : notBefore(id, asking);
};

const unknownStep = (id: string, scope: Scope): Problem => {
  const named = scope.idOf(id);
  const near = named ?? closest(id, scope.stepIds);
  return {
    code: 'unknown-step',
    message: `no step has the id ${JSON.stringify(id)}`,
    suggestion: near ? `did you mean ${near}?` : `the ids are ${scope.stepIds.slice(0, 10).join(', ')}`,
  };
};

const notBefore = (id: string, { what, step }: Asking): Problem => ({
  code: 'not-before',
  message: `${what} asks for steps${accessOf(id)}, which has not surely ended by then`,
  suggestion: step ? 'name it in needs:, or move it to an earlier stage' : 'ask for steps of earlier stages only',
});

const known = ['status', 'outcome', 'exitCode', 'outputs'];

const wrongMember = ({ outputs }: StepModel, id: string, [member, output]: string[]): Problem | undefined => {
  const place = `steps${accessOf(id)}`;
  if (member !== undefined && !known.includes(member))
    return {
      code: 'unknown-member',
      message: `${place}.${member} is nothing a step has`,
      suggestion: outputs.includes(member)
        ? `did you mean ${place}.outputs.${member}?`
        : (meant(member, known) ?? `a step has ${known.join(', ')}`),
    };
  if (member !== 'outputs' || output === undefined || outputs.includes(output)) return undefined;
  return {
    code: 'unknown-output',
    message: `${place} declares no output ${JSON.stringify(output)}`,
    suggestion: meant(output, outputs) ?? `add it to the step: outputs: [${[...outputs, output].join(', ')}]`,
  };
};

const checks: Partial<Record<string, Check>> = { inputs, matrix, steps };

const meant = (name: string, words: readonly string[]): string | undefined => {
  const near = closest(name, words);
  return near === undefined ? undefined : `did you mean ${near}?`;
};

/** As the language of expressions has it: a dash would be a minus. */
const accessOf = (id: string) => (/^[A-Za-z_]\w*$/.test(id) ? `.${id}` : `['${id}']`);
