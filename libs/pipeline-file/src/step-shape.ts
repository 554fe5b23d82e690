import { whens } from '@switchyard/contracts/words';
import { approval } from './approval.js';
import { artifacts } from './artifacts.js';
import { caches } from './caches.js';
import { condition } from './expression.js';
import { labels, pool } from './labels.js';
import { matrix } from './matrix.js';
import { outputs } from './outputs.js';
import { blocks } from './platforms/blocks.js';
import { config } from './platforms/config.js';
import { nullBehaviour } from './platforms/null.js';
import { source } from './repository.js';
import { ports } from './ports.js';
import { retry, retryCount } from './retry.js';
import { secrets } from './secrets.js';
import { services } from './services.js';
import { stepEnvironment } from './step-environment.js';
import { field, flag, type Found, name, oneOf, oneOrMore, record, seconds, text } from './shape.js';
import { connectors, stepKind } from './step-kind.js';
import { extending } from './templates/uses.js';

const work = {
  name: field(name, { doc: 'Unique in its stage.', absent: 'the first line of `run:`', example: 'unit tests' }),
  ...extending,
  run: field(text, { doc: 'A command of the shell, run by `/bin/sh -e`.', example: 'npm test' }),
  image: field(text, { doc: 'The container that `run:` runs in.', absent: 'no container', example: 'node:24' }),
  ...blocks,
  connector: field(connectors, {
    doc: 'What runs it; of several the first that can, in order.',
    absent: 'what its keys ask for, else `shell`',
    example: '[docker, shell]',
  }),
  labels: field(labels, {
    doc: 'What the sessions that may run it have, all of them: the pool is their names, sorted and joined by dashes.',
    absent: 'those of `pool:`',
    example: '[gpu, linux]',
  }),
  pool: field(pool, { doc: 'The pool of sessions it runs on.', default: 'default', example: 'big' }),
  workingDirectory: field(text, {
    doc: 'Where it runs, below the workspace.',
    absent: 'the workspace',
    example: 'web',
  }),
  workspace: field(oneOf(['shared', 'own'] as const), {
    doc: 'Whether it works in the folder that all steps of the execution share, or in an empty one.',
    default: 'shared',
    example: 'own',
  }),
};

const order = {
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
  matrix: field(matrix, { doc: 'One step for each combination of values.', example: '{ node: [20, 24] }' }),
  continueOnError: field(flag, { doc: 'Whether its failure fails nothing else.', default: false, example: 'true' }),
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
};

const material = {
  environment: field(
    stepEnvironment,
    {
      doc: 'Variables on top of those of its stage; `{ secret: NAME }` in place of a text is as under `secrets`.',
      example: '{ LEVEL: debug, NPM_TOKEN: { secret: npm.token } }',
    },
    'env',
  ),
  secrets: field(secrets, {
    doc: 'Secrets it may read, as variables: by the same name, or as a map of variables to secrets.',
    absent: 'none',
    example: '{ NPM_TOKEN: npm.token }',
  }),
  outputs: field(outputs, {
    doc: 'Names it may write to the file in `$YARD_OUTPUT`, as lines `name=value`. Later steps ask for `steps.ID.outputs.NAME`.',
    absent: 'none',
    example: '[version]',
  }),
  services: field(services, { doc: 'Containers beside it.', example: '{ db: postgres:17 }' }),
  ports: field(ports, {
    doc: 'What it is reached by while it runs. It listens on the number in `$YARD_PORT_NAME`; a name alone leaves the number to its connector.',
    absent: 'none',
    example: '{ http: 8080, debug: auto }',
  }),
  artifacts: field(artifacts, {
    doc: 'Files that are kept.',
    example: "['dist/**', { name: tests, paths: 'junit.xml', report: junit }]",
  }),
  cache: field(caches, {
    doc: 'Files that are brought back from earlier executions, and the result of the step itself.',
    example: "{ key: 'npm-1', paths: 'node_modules/**' }",
  }),
  source: field(source, {
    doc: 'The repository whose files it works on; `false` is none.',
    absent: "the pipeline's",
    example: '{ repository: https://git.example.com/team/web.git, ref: main }',
  }),
  environmentName: field(name, {
    doc: 'The deployment environment it changes.',
    absent: 'none',
    example: 'production',
  }),
};

const longForm = {
  stepType: field(stepKind, {
    doc: 'What runs it, in the long form.',
    default: 'shell',
    example: 'docker',
    long: true,
  }),
  retryCount: field(retryCount, { doc: 'Repeats after any failure.', example: '2', long: true }),
  config: field(config, {
    doc: 'What its connector reads, in the long form.',
    example: '{ command: make }',
    long: true,
  }),
  null: field(nullBehaviour, { doc: 'How it behaves, where it runs nothing.', example: '{ exit: 3 }' }),
};

export const step = record(
  {
    id: 'step',
    what: 'a step',
    doc: 'One command, or one piece of work of a platform.',
    rules: { anyOf: [{ required: ['name'] }, { required: ['run'] }, { required: ['extends'] }] },
  },
  { ...work, ...order, ...material, ...longForm },
);

export type RawStep = Found<typeof step>;
