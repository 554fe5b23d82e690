import { whens } from '@switchyard/contracts/words';
import { approval } from './approval.js';
import { condition } from './expression.js';
import { config } from './platforms/config.js';
import { nullBehaviour } from './platforms/null.js';
import { retry, retryCount } from './retry.js';
import { environment, field, flag, type Found, name, oneOf, oneOrMore, record, seconds, text } from './shape.js';
import { stepKind } from './step-kind.js';

export const step = record(
  {
    id: 'step',
    what: 'a step',
    doc: 'One command, or one piece of work of a platform.',
    rules: { anyOf: [{ required: ['name'] }, { required: ['run'] }] },
  },
  {
    name: field(name, {
      doc: 'Unique in its stage.',
      absent: 'the first line of `run:`',
      example: 'unit tests',
    }),
    run: field(text, { doc: 'A command of the shell, run by `/bin/sh -e`.', example: 'npm test' }),
    stepType: field(stepKind, { doc: 'The connector that runs it.', default: 'shell', example: 'shell' }, 'connector'),
    pool: field(text, { doc: 'The pool of sessions it runs on.', default: 'default', example: 'big' }),
    needs: field(oneOrMore(text), {
      doc: 'Steps of the same or an earlier stage that must have ended well first, by name.',
      absent: 'the steps above it, where its stage is not parallel',
      example: '[compile]',
    }),
    condition: field(
      condition,
      { doc: 'It runs only where this holds; asked when its turn comes.', example: "branch == 'main'" },
      'if',
    ),
    when: field(oneOf(whens), {
      doc: 'After which results of what comes before it.',
      absent: "its stage's",
      example: 'failure',
    }),
    approval: field(approval, { doc: 'Who must agree before it runs.', example: '{ by: [alice, bob], quorum: 1 }' }),
    continueOnError: field(flag, {
      doc: 'Whether its failure fails nothing else.',
      default: false,
      example: 'true',
    }),
    timeout: field(seconds(1), {
      doc: 'It is ended when it takes longer.',
      absent: 'no limit of its own',
      example: '10m',
    }),
    retry: field(retry, {
      doc: 'Repeats after a failure.',
      absent: "its stage's",
      example: '{ limit: 2, on: [platform] }',
    }),
    retryCount: field(retryCount, { doc: 'Repeats after any failure.', example: '2', long: true }),
    environment: field(
      environment,
      { doc: 'Variables on top of those of its stage.', example: '{ LEVEL: debug }' },
      'env',
    ),
    workingDirectory: field(text, {
      doc: 'Where it runs, below the workspace.',
      absent: 'the workspace',
      example: 'web',
    }),
    config: field(config, {
      doc: 'What its connector reads, in the long form.',
      example: '{ command: make }',
      long: true,
    }),
    null: field(nullBehaviour, { doc: 'How it behaves, where it runs nothing.', example: '{ exit: 3 }' }),
  },
);

export type RawStep = Found<typeof step>;
