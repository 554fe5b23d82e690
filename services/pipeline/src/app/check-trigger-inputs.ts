import type { CheckedPipeline, CheckInputs, CheckInputsReply, InputMistake } from '@switchyard/contracts';
import { checkInputs, type GivenInputs, wrongRepository } from '@switchyard/pipeline-file/plan';
import { Fault } from '@switchyard/kernel';
import type { CurrentPipelines } from './current-pipelines.js';
import { unreadable } from './pipeline-view.js';
import type { StoredPipeline } from './ports.js';
import type { ReadModel } from './read-model.js';

/** Checks what a trigger by hand gives, before it is accepted: all mistakes at once, and tells what it would start. */
export class CheckTriggerInputs {
  constructor(
    private readonly current: CurrentPipelines,
    private readonly models: ReadModel,
  ) {}

  /** @throws Fault `invalid-pipeline` for a version that cannot be read any more. */
  async run({ pipelineId, inputs, repository }: CheckInputs): Promise<CheckInputsReply> {
    const found = await this.current.find(pipelineId);
    if (!found) return { result: 'missing' };
    const model = await this.models.of(found);
    const pipeline = checkedOf(found);
    if (!model) throw new Fault({ code: 'invalid-pipeline', message: unreadable(found), blame: 'user', retry: false });
    const { given, odd } = scalarsOf(inputs);
    const { values, mistakes } = checkInputs(model.inputs, given);
    const all = [...odd, ...mistakes.flatMap(one => (odd.some(({ input }) => input === one.name) ? [] : [told(one)]))];
    const wrong = wrongRepository(model, repository);
    if (wrong) all.push({ input: '', ...wrong });
    if (all.length > 0) return { result: 'bad-inputs', mistakes: all, pipeline };
    return { result: 'ok', inputs: values, pipeline };
  }
}

const checkedOf = ({ project, name, version, disabled, deleted }: StoredPipeline): CheckedPipeline => ({
  project,
  name,
  version,
  ...(disabled ? { disabled } : {}),
  ...(deleted ? { deleted } : {}),
});

const told = ({ name, message, suggestion }: { name: string; message: string; suggestion: string }): InputMistake => ({
  input: name,
  message,
  suggestion,
});

/** What can be an input at all. */
const scalarsOf = (inputs: Record<string, unknown>): { given: GivenInputs; odd: InputMistake[] } => {
  const given: [string, string | number | boolean][] = [];
  const odd: InputMistake[] = [];
  for (const [input, value] of Object.entries(inputs)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      given.push([input, value]);
    else
      odd.push({
        input,
        message: `input ${input} is ${kindOf(value)}`,
        suggestion: 'give a text, a number or a switch',
      });
  }
  return { given: Object.fromEntries(given), odd };
};

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value;
