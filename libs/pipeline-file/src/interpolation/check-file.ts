import type { Located } from '../located.js';
import type { PipelineModel, StageModel, StepModel } from '../model.js';
import type { Report } from '../report.js';
import { join } from '../shape.js';
import type { Asking } from './check-names.js';
import { checkText } from './check-text.js';
import {
  matrixStepRules,
  type Meaning,
  meaningOf,
  pipelineRules,
  ruleFor,
  type Rules,
  stageRules,
  stepRules,
} from './rules.js';
import { Scope } from './scope.js';

/** Looks at every expression of a file, and at what only looks like one. */
export const checkExpressions = (whole: Located, model: PipelineModel, report: Report): void => {
  new Check(model, report).pipeline(whole);
};

interface Ground {
  path: string;
  rules: Meaning | Rules;
  asking: Asking | undefined;
}

class Check {
  private readonly scope: Scope;

  constructor(
    private readonly model: PipelineModel,
    private readonly report: Report,
  ) {
    this.scope = new Scope(model);
  }

  pipeline(whole: Located): void {
    if (whole.kind !== 'map') return;
    const asking: Asking = { what: 'the pipeline', isEarly: true };
    for (const { key, value } of whole.entries)
      if (key === 'stages') this.stages(value);
      else if (key === 'steps') this.steps(value, key, 0);
      else if (key === 'always') this.steps(value, key, this.model.stages.length - 1);
      else this.value(value, { path: key, rules: ruleFor(pipelineRules, key), asking });
  }

  private stages(list: Located): void {
    for (const [index, stage] of itemsOf(list).entries()) {
      const path = `stages[${index}]`;
      const asking = { what: `stage ${this.model.stages[index]?.name ?? ''}`, isEarly: false, stage: index };
      if (stage.kind !== 'map') continue;
      for (const { key, value } of stage.entries)
        if (key === 'steps') this.steps(value, join(path, key), index);
        else this.value(value, { path: join(path, key), rules: ruleFor(stageRules, key), asking });
    }
  }

  private steps(list: Located, path: string, stage: number): void {
    const items = itemsOf(list);
    const model: StageModel | undefined = this.model.stages[stage];
    for (const [index, item] of items.entries()) {
      // What could not be read has no place in the model, and the others have moved up.
      const step = model?.steps.length === items.length ? model.steps[index] : undefined;
      this.step(item, `${path}[${index}]`, { step, stage });
    }
  }

  private step(item: Located, path: string, { step, stage }: { step: StepModel | undefined; stage: number }): void {
    if (item.kind !== 'map') return;
    const asking = step && { what: `step ${step.name}`, isEarly: false, stage, step };
    const rules = step?.matrix ? matrixStepRules : stepRules;
    for (const { key, value } of item.entries)
      this.value(value, { path: join(path, key), rules: ruleFor(rules, key), asking });
  }

  private value(value: Located, { path, rules, asking }: Ground): void {
    if (this.report.isFull) return;
    if (value.kind === 'scalar') checkText({ value, path, meaning: meaningOf(rules), asking }, this.scope, this.report);
    else if (value.kind === 'list')
      for (const [index, one] of value.items.entries()) this.value(one, { path: `${path}[${index}]`, rules, asking });
    else
      for (const { key, value: one } of value.entries)
        this.value(one, { path: join(path, key), rules: ruleFor(rules, key), asking });
  }
}

const itemsOf = (list: Located): Located[] => (list.kind === 'list' ? list.items : []);
