import { closest } from '../did-you-mean.js';
import { mostTriggers } from '../limits.js';
import type { InputModel } from '../model.js';
import type { Report } from '../report.js';
import { mistakeInInput } from './input-value.js';
import type { Listening, PlacedTrigger } from './placed.js';

/** What can be said of triggers only when all of the file is known. */
export const checkTriggers = ({ triggers, inputs }: Listening, pipeline: string, report: Report): void => {
  if (triggers.length > mostTriggers)
    report.add(triggers[0]?.offset ?? 0, 'on', {
      code: 'too-many',
      message: `the pipeline listens to ${triggers.length} things, and ${mostTriggers} is the most`,
      suggestion: 'split it into several pipelines',
    });
  for (const placed of triggers) {
    checkOwn(placed, pipeline, report);
    checkInputs(placed, inputs, report);
  }
};

const checkOwn = ({ trigger, offset, path }: PlacedTrigger, pipeline: string, report: Report): void => {
  if (trigger.type !== 'pipeline' || trigger.pipeline !== pipeline || pipeline === '') return;
  report.add(offset, path, {
    code: 'starts-itself',
    message: `${pipeline} waits for itself, so one execution would start the next for ever`,
    suggestion: 'name another pipeline',
  });
};

const checkInputs = ({ trigger, offset, path }: PlacedTrigger, inputs: InputModel[], report: Report): void => {
  if (trigger.type !== 'schedule') return;
  for (const [name, value] of Object.entries(trigger.inputs)) {
    const input = inputs.find(one => one.name === name);
    const at = `${path}.inputs.${name}`;
    if (!input) unknownInput(name, inputs, { offset, path: at }, report);
    else {
      const mistake = mistakeInInput(input, value);
      if (mistake)
        report.add(offset, at, {
          code: 'bad-input-value',
          message: `the input ${name} ${mistake.what}`,
          suggestion: mistake.remedy,
        });
    }
  }
};

const unknownInput = (
  name: string,
  inputs: InputModel[],
  { offset, path }: { offset: number; path: string },
  report: Report,
): void => {
  const known = inputs.map(one => one.name);
  const near = report.isFull ? undefined : closest(name, known);
  const usual = known.length > 0 ? `its inputs are ${known.join(', ')}` : 'declare it below on.manual.inputs';
  report.add(offset, path, {
    code: 'unknown-input',
    message: `the pipeline has no input ${JSON.stringify(name.slice(0, 80))}`,
    suggestion: near ? `did you mean ${near}?` : usual,
  });
};
