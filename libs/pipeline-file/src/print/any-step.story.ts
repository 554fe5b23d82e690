import type { ConnectorType, Pool, StepId } from '@switchyard/contracts';
import { whens } from '@switchyard/contracts/words';
import fc from 'fast-check';
import type { StepModel } from '../model.js';
import {
  condition,
  few,
  glob,
  limits,
  map,
  name,
  optional,
  seconds,
  text,
  variable,
  word,
} from './any-values.story.js';

// Any valid step, as a file could give it.

const approval = few(name).chain(by =>
  fc.record(
    { by: fc.constant(by), quorum: fc.integer({ min: 1, max: by.length || 100 }), expiresSeconds: seconds },
    { requiredKeys: ['by', 'quorum'] },
  ),
);

const matrix = fc
  .record(
    {
      axes: fc.dictionary(
        word.filter(one => !['include', 'exclude'].includes(one)),
        few(name, 1),
        {
          minKeys: 1,
          maxKeys: 2,
          noNullPrototype: true,
        },
      ),
      include: fc.constant<Record<string, string>[]>([]),
      exclude: fc.constant<Record<string, string>[]>([]),
      maxParallel: fc.integer({ min: 1, max: 256 }),
      failFast: fc.boolean(),
    },
    { requiredKeys: ['axes', 'include', 'exclude', 'failFast'] },
  )
  .chain(found => {
    const cells = few(fc.constant(Object.fromEntries(Object.entries(found.axes).map(([key]) => [key, 'added']))), 0, 1);
    return cells.map(include => ({ ...found, include }));
  });

const command = fc.oneof(name, fc.constantFrom('make\nmake test\n', '#!/bin/sh\n  x', 'echo "a"  \n', 'a: b # c'));
const pool = fc.oneof(
  fc.constant('default' as Pool),
  word.map(one => one as Pool),
);
export const keysOf = (config: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]) =>
  fc.record(config, { requiredKeys }) as fc.Arbitrary<Record<string, unknown>>;

export const line = name;
const works: fc.Arbitrary<Pick<StepModel, 'connector' | 'fallbacks' | 'config'>>[] = [
  fc.record({
    connector: fc.constant<ConnectorType>('shell'),
    fallbacks: fc.constant<ConnectorType[]>([]),
    config: fc.oneof(
      keysOf({ command, workingDirectory: line }, ['command']),
      keysOf({ script: command, workingDirectory: line }, ['script']),
    ),
  }),
  fc
    .record({
      connector: fc.constant<ConnectorType>('docker'),
      fallbacks: fc.constantFrom<ConnectorType[]>([], ['shell']),
      config: fc.oneof(
        keysOf({ command, image: line, workingDirectory: line }, ['command', 'image']),
        keysOf({ command, image: line, pull: fc.constantFrom('always', 'never'), cpus: fc.constantFrom(0.5, 2) }, [
          'command',
          'image',
        ]),
        keysOf({ command, dockerfile: line, buildContext: line, tags: few(line, 1), push: fc.boolean() }, [
          'command',
          'dockerfile',
        ]),
      ),
    })
    .filter(
      ({ fallbacks, config }) => fallbacks.length === 0 || !('pull' in config || 'cpus' in config || 'push' in config),
    ),
  fc.record({
    connector: fc.constant<ConnectorType>('kubernetes'),
    fallbacks: fc.constant<ConnectorType[]>([]),
    config: fc.oneof(
      keysOf({ command, image: line, namespace: line }, ['image']),
      keysOf(
        { helmChart: line, values: fc.jsonValue({ maxDepth: 1, stringUnit: 'grapheme-ascii' }).filter(isHonest) },
        ['helmChart'],
      ),
      keysOf({ manifest: line, command }, ['manifest', 'command']),
    ),
  }),
  fc.record({
    connector: fc.constant<ConnectorType>('aws'),
    fallbacks: fc.constant<ConnectorType[]>([]),
    config: fc.oneof(
      keysOf({ jobDefinition: line, vcpus: fc.constantFrom(0.5, 4), parameters: map(text, word) }, ['jobDefinition']),
      keysOf({ service: line, action: line, credentials: line }, ['service']),
    ),
  }),
  fc.record({
    connector: fc.constant<ConnectorType>('github'),
    fallbacks: fc.constant<ConnectorType[]>([]),
    config: keysOf({ workflow: line, ref: line, inputs: map(text, word) }, ['workflow']),
  }),
  fc.record({
    connector: fc.constant<ConnectorType>('null'),
    fallbacks: fc.constant<ConnectorType[]>([]),
    config: keysOf(
      {
        sleep: fc.constantFrom(0, 1, 0.5, 90),
        exit: fc.nat(255),
        print: line,
        hang: fc.boolean(),
        ignoreSignals: fc.boolean(),
      },
      [],
    ),
  }),
  fc.record({
    connector: fc.constant<ConnectorType>('shell'),
    fallbacks: fc.constant<ConnectorType[]>([]),
    config: keysOf({ pluginName: line, pluginConfig: map(fc.boolean(), word) }, ['pluginName']),
  }),
];

/** What JavaScript and YAML both know as it is. */
function isHonest(value: unknown): boolean {
  const written = JSON.stringify(value);
  return !/__proto__|constructor|prototype|"<<"|-0|\{\{|e[+-]?\d/.test(written);
}

const service = fc.record(
  { name: word, image: line, environment: map(text), ports: few(fc.integer({ min: 1, max: 65_535 })), health: name },
  { requiredKeys: ['name', 'image', 'environment', 'ports'] },
);
const portNumber = fc.integer({ min: 1, max: 65_535 });
const port: fc.Arbitrary<StepModel['ports'][number]> = fc.oneof(
  portNumber.map(one => ({ name: String(one), port: one })),
  fc.record({ name: fc.constantFrom('http', 'debug-2', 'p'), port: portNumber }, { requiredKeys: ['name'] }),
);
const ports = fc
  .uniqueArray(port, { maxLength: 3, selector: one => one.name })
  .filter(found => new Set(found.flatMap(one => one.port ?? [])).size === found.flatMap(one => one.port ?? []).length);
const artifact = fc.record(
  {
    name,
    paths: few(
      glob.filter(one => !one.startsWith('/')),
      1,
    ),
    expiresSeconds: seconds,
    report: fc.constantFrom('junit' as const, 'lcov' as const),
    when: fc.constantFrom(...whens),
  },
  { requiredKeys: ['name', 'paths', 'when'] },
);
const cache = fc.record({
  key: name,
  paths: few(
    glob.filter(one => !one.startsWith('/')),
    1,
  ),
  fallbacks: few(name),
});
const memo = fc.record(
  {
    key: name,
    inputs: few(
      glob.filter(one => !one.startsWith('/')),
      1,
    ),
    outputs: few(glob.filter(one => !one.startsWith('/'))),
  },
  { requiredKeys: ['inputs', 'outputs'] },
);

export const source = optional({
  repository: fc.constantFrom('https://git.example/a.git', 'git@git.example:a/b', '/srv/git/a', '${{ env.R }}'),
  ref: fc.constantFrom('main', 'refs/pull/7/head', '1.10', '${{ branch }}'),
  commit: fc.constantFrom('4f2a9c1', '1234567', '12e4'),
  depth: fc.nat(1_000_000),
  filter: fc.constant('blob:none' as const),
  submodules: fc.boolean(),
  path: fc.constantFrom('web', 'a/b c'),
  credentials: word,
});

export const step: fc.Arbitrary<StepModel> = fc
  .tuple(
    name,
    fc.oneof(...works),
    pool,
    optional({
      approval,
      matrix,
      memo,
      environmentName: name,
      source: fc.oneof(source, fc.constant(false as const)),
    }),
    limits,
    fc.record({
      conditions: fc.oneof(
        fc.constant<string[]>([]),
        condition.map((one): string[] => [one]),
      ),
      when: fc.constantFrom(...whens),
      continueOnError: fc.boolean(),
      environment: map(text),
      outputs: few(variable),
      services: fc.uniqueArray(service, { maxLength: 2, selector: one => one.name }),
      ports,
      artifacts: fc.uniqueArray(artifact, { maxLength: 2, selector: one => one.name }),
      caches: few(cache, 0, 2),
      workspace: fc.constantFrom('shared' as const, 'own' as const),
      secrets: map(word, fc.stringMatching(/^SECRET_[A-Z]{1,4}$/)),
    }),
  )
  .map(([own, work, where, some, timed, rest]): StepModel => ({
    id: own as StepId,
    name: own,
    pool: where,
    needs: [],
    ...work,
    ...some,
    ...timed,
    ...rest,
  }));
