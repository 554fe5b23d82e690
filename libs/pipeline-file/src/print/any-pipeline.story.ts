import fc from 'fast-check';
import { assignIds } from '../assign-ids.js';
import type { PipelineModel, StageModel, StepModel, TriggerModel } from '../model.js';
import { keysOf, line, source, step } from './any-step.story.js';
import { condition, few, glob, limits, map, name, optional, text, word } from './any-values.story.js';

// Any valid model, as a file could give it.

const stage = (own: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.record({
        name: own,
        parallel: fc.boolean(),
        environment: map(text),
        steps: fc.uniqueArray(step, { minLength: 1, maxLength: 3, selector: one => one.name }),
      }),
      limits,
      fc.option(condition, { nil: undefined }),
    )
    .map(([found, timed, shared]): StageModel => ({
      id: found.name,
      ...found,
      ...timed,
      steps: found.steps.map(one => (shared === undefined ? one : { ...one, conditions: [shared, ...one.conditions] })),
    }));

const globs = fc.record({ only: few(glob), except: few(glob) });
const where = optional({ repository: line });
const with_ = <Given extends object>(given: fc.Arbitrary<Given>) =>
  fc.tuple(given, where).map(([one, other]) => ({ ...one, ...other }) as unknown as TriggerModel);
const schedule = fc.record(
  {
    type: fc.constant('schedule' as const),
    cron: fc.constantFrom('30 4 * * 1-5', '@daily'),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
    branch: line,
    inputs: fc.constant({}),
  },
  { requiredKeys: ['type', 'cron', 'timeZone', 'inputs'] },
);
const other = fc.record({
  type: fc.constant('pipeline' as const),
  pipeline: name.map(one => `other ${one}`),
  statuses: fc.oneof(fc.constant(['success' as const]), fc.subarray(['success', 'failed'] as const)),
  branches: globs,
}) as fc.Arbitrary<TriggerModel>;
const trigger: fc.Arbitrary<TriggerModel> = fc.oneof(
  fc.constant<TriggerModel>({ type: 'manual' }),
  with_(fc.record({ type: fc.constant('git_push'), branches: globs, paths: globs })),
  with_(fc.record({ type: fc.constant('tag'), tags: globs })),
  with_(
    fc.record({
      type: fc.constant('pull_request'),
      branches: globs,
      paths: globs,
      events: fc.oneof(fc.constant(['opened', 'synchronize', 'reopened']), few(word)),
    }),
  ),
  schedule,
  fc.record(
    { type: fc.constant('webhook'), events: few(word), url: line },
    { requiredKeys: ['type', 'events'] },
  ) as fc.Arbitrary<TriggerModel>,
  other,
);
const input = fc.oneof(
  fc.record(
    {
      name: word,
      type: fc.constant('text' as const),
      description: text,
      required: fc.boolean(),
      default: text,
      options: fc.constant<string[]>([]),
    },
    { requiredKeys: ['name', 'type', 'required', 'options'] },
  ),
  few(text, 1).chain(options =>
    fc.record({
      name: word,
      type: fc.constant('choice' as const),
      required: fc.boolean(),
      options: fc.constant(options),
    }),
  ),
);
const notification = fc.oneof(
  fc.record({ target: fc.constant('slack' as const), config: keysOf({ channel: line, message: text }, []) }),
  fc.record({ target: fc.constant('email' as const), config: keysOf({ to: few(line, 1), size: fc.nat() }, ['to']) }),
);

const stages = fc.oneof(
  fc.uniqueArray(stage(name), { minLength: 1, maxLength: 3, selector: one => one.name }),
  fc.tuple(stage(fc.constant('steps'))),
);

/** As the language gives ids, and needs that can be. */
const finish = (model: PipelineModel, needed: number[]): PipelineModel => {
  assignIds(model.stages);
  const before: StepModel[] = [];
  for (const [index, one] of model.stages.flatMap(({ steps }) => steps).entries()) {
    const target = before[(needed[index] ?? 0) % (before.length + 1)];
    const isFirst = target && before.find(({ name: own }) => own === target.name) === target;
    if (target && isFirst) one.needs = [target.id];
    // What waits for a failure must stand behind something.
    if (one.when === 'failure' && one.needs.length === 0) one.when = 'success';
    before.push(one);
  }
  return model;
};

export const aPipeline: fc.Arbitrary<PipelineModel> = fc
  .tuple(
    name,
    fc.record({ environment: map(text), triggers: fc.array(trigger, { maxLength: 3 }) }),
    stages,
    optional({ description: text, source }),
    limits,
    fc.option(
      fc.record(
        {
          group: name,
          key: fc.constantFrom('branch', "env.A + 'x'"),
          limit: fc.integer({ min: 1, max: 10_000 }),
          onFull: fc.constantFrom('queue' as const, 'cancel-oldest' as const),
        },
        { requiredKeys: ['group', 'limit', 'onFull'] },
      ),
      { nil: undefined },
    ),
    fc.uniqueArray(input, { maxLength: 3, selector: one => one.name }),
    fc.array(fc.tuple(fc.constantFrom('start', 'success', 'failure'), notification), { maxLength: 3 }),
    fc.array(fc.nat(), { maxLength: 9 }),
  )
  .map(([own, { environment, triggers }, found, some, timed, concurrency, inputs, told, needed]) => {
    const isAsked = triggers.some(({ type }) => type === 'manual');
    const model: PipelineModel = {
      name: own,
      environment,
      ...some,
      ...timed,
      ...(concurrency ? { concurrency } : {}),
      triggers,
      inputs: isAsked ? inputs : [],
      stages: copied(found),
      notifications: (['start', 'success', 'failure'] as const).flatMap(on =>
        told.filter(([moment]) => moment === on).map(([, one]) => ({ on, ...one })),
      ),
    };
    return finish(model, needed);
  });

/** Models are mended below, and what fast-check gives is its own. */
const copied = (all: StageModel[]): StageModel[] =>
  all.map(one => ({ ...one, steps: one.steps.map(own => ({ ...own })) }));
