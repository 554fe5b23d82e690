import { parsePipeline } from './parse-pipeline.js';

const stepOf = (keys: string) => {
  const { model, findings } = parsePipeline(`name: a\nsteps: [{ name: build, run: x, ${keys} }]\n`);
  expect(findings.filter(({ code }) => code !== 'not-acted-on')).toEqual([]);
  return model?.stages[0]?.steps[0];
};

describe('what a step is given and gives', () => {
  it.each([
    ['services: { db: postgres }', [{ name: 'db', image: 'postgres', environment: {}, ports: [] }]],
    [
      'services: [{ name: db, image: postgres, env: { A: 1 }, ports: 5432, health: ready }]',
      [{ name: 'db', image: 'postgres', environment: { A: '1' }, ports: [5432], health: 'ready' }],
    ],
  ])('{ %s } are its services', (keys, services) => {
    expect(stepOf(keys)?.services).toEqual(services);
  });

  it.each([
    ['ports: 8080', [{ name: '8080', port: 8080 }]],
    ['ports: http', [{ name: 'http' }]],
    ['ports: { http: 8080, debug-2: auto }', [{ name: 'http', port: 8080 }, { name: 'debug-2' }]],
    [
      'ports: [http, 8080, { admin: 9090 }, { a: auto, b: 1 }]',
      [
        { name: 'http' },
        { name: '8080', port: 8080 },
        { name: 'admin', port: 9090 },
        { name: 'a' },
        { name: 'b', port: 1 },
      ],
    ],
    ['ports: []', []],
    ['pool: default', []],
  ])('{ %s } are its ports', (keys, ports) => {
    expect(stepOf(keys)?.ports).toEqual(ports);
  });

  it.each([
    ['0', 'out-of-range', ''],
    ['65536', 'out-of-range', ''],
    ['[1.5]', 'wrong-type', '[0]'],
    ['[-1]', 'out-of-range', '[0]'],
    ['"8080"', 'bad-port', ''],
    ['[true]', 'wrong-type', '[0]'],
    ['HTTP', 'bad-port', ''],
    ['a-', 'bad-port', ''],
    [`x${'y'.repeat(40)}`, 'bad-port', ''],
    ['', 'wrong-type', ''],
    ['[[1]]', 'wrong-type', '[0]'],
    ['{ 8080: 8080 }', 'bad-port', '.8080'],
    ['{ http: soon }', 'unknown-value', '.http'],
    ['{ http: [1] }', 'wrong-type', '.http'],
    ['{ http: 0 }', 'out-of-range', '.http'],
    ['[http, { http: 1 }]', 'duplicate-name', '[1].http'],
    ['[8080, 8080]', 'duplicate-name', '[1]'],
    ['[8080, { http: 8080 }]', 'duplicate-value', '[1].http'],
    [`[${Array.from({ length: 21 }, (_, index) => index + 1).join(', ')}]`, 'too-many', ''],
  ])('ports: %s is %s', (written, code, place) => {
    const { model, findings } = parsePipeline(`name: a\nsteps:\n  - name: build\n    run: x\n    ports: ${written}\n`);
    expect(model).toBeUndefined();
    expect(findings.map(one => `${one.code} ${one.path}`)).toEqual([`${code} steps[0].ports${place}`]);
  });

  it('says that ports mean nothing where no connector of the step publishes them', () => {
    const codes = (keys: string) =>
      parsePipeline(`name: a\nsteps: [{ name: a, ports: http, ${keys} }]\n`).findings.map(one => one.code);
    expect(codes('null: {}')).toEqual(['not-acted-on']);
    for (const keys of ['run: x', 'run: x, image: a', 'connector: [kubernetes, docker], run: x, image: a'])
      expect(codes(keys)).toEqual([]);
  });

  it.each([
    ['artifacts: dist/**', [{ name: 'build', paths: ['dist/**'], when: 'success' }]],
    ['artifacts: [a, b]', [{ name: 'build', paths: ['a', 'b'], when: 'success' }]],
    ['artifacts: { paths: a, report: junit }', [{ name: 'build', paths: ['a'], report: 'junit', when: 'always' }]],
    [
      'artifacts: [a, { name: logs, paths: [l], when: failure, expires: 1d }, b]',
      [
        { name: 'build', paths: ['a', 'b'], when: 'success' },
        { name: 'logs', paths: ['l'], when: 'failure', expiresSeconds: 86_400 },
      ],
    ],
  ])('{ %s } are its artifacts', (keys, artifacts) => {
    expect(stepOf(keys)?.artifacts).toEqual(artifacts);
  });

  it.each([
    ['cache: { key: k, paths: p }', [{ key: 'k', paths: ['p'], fallbacks: [] }]],
    ['cache: [{ key: k, paths: [p], restore-keys: f }]', [{ key: 'k', paths: ['p'], fallbacks: ['f'] }]],
  ])('{ %s } are its caches', (keys, caches) => {
    expect(stepOf(keys)?.caches).toEqual(caches);
  });

  it.each([
    ['cache: { result: true, inputs: [a, b] }', { inputs: ['a', 'b'], outputs: [] }],
    [
      'cache: [{ key: k, paths: p }, { result: true, key: k, inputs: i, outputs: o }]',
      { key: 'k', inputs: ['i'], outputs: ['o'] },
    ],
    ['cache: { key: k, paths: p, result: false }', undefined],
  ])('{ %s } is its cached result', (keys, memo) => {
    expect(stepOf(keys)?.memo).toEqual(memo);
  });

  it.each([
    ['{ result: true }', 'no-inputs', 'inputs'],
    ['{ result: true, inputs: a, paths: b }', 'conflicting-keys', 'paths'],
    ['{ key: k, paths: p, outputs: o }', 'conflicting-keys', 'outputs'],
    ['{ paths: p }', 'no-key', 'key'],
    ['{ result: true, inputs: ../a }', 'outside-workspace', 'inputs'],
    ['[{ result: true, inputs: a }, { result: true, inputs: b }]', 'duplicate-result', 'cache[1]'],
  ])('cache: %s is %s', (cache, code, place) => {
    const { findings } = parsePipeline(`name: a\nsteps: [{ name: build, run: x, cache: ${cache} }]\n`);
    expect(findings.map(one => one.code)).toEqual([code]);
    expect(findings[0]?.path).toMatch(new RegExp(`${place.replace(/[[\]]/g, String.raw`\$&`)}$`));
  });

  it.each([
    ['secrets: A', { A: 'A' }],
    ['secrets: [A, B]', { A: 'A', B: 'B' }],
    ['secrets: { A: npm.token }', { A: 'npm.token' }],
    ['env: { A: { secret: npm.token }, B: 1 }', { A: 'npm.token' }],
    ['env: { A: { secret: npm.token } }, secrets: [B]', { A: 'npm.token', B: 'B' }],
    ['pool: default', {}],
  ])('{ %s } are its secrets', (keys, secrets) => {
    expect(stepOf(keys)?.secrets).toEqual(secrets);
  });

  it('keeps its texts beside those that are secrets', () => {
    expect(stepOf('env: { A: { secret: a }, B: 1 }')?.environment).toEqual({ B: '1' });
  });

  it.each([
    ['env: { A: { secret: a }, 1B: { secret: b } }', 'bad-variable env'],
    ['env: { A: { secret: "a b" } }', 'bad-secret env.A.secret'],
    ['env: { A: { secret: a, else: b } }', 'wrong-type env.A'],
    ['env: { A: { value: a } }', 'wrong-type env.A'],
    ['env: { A: {} }', 'wrong-type env.A'],
    ['env: { A: [a] }', 'wrong-type env.A'],
    ['env: { A: { secret: a } }, secrets: [A]', 'conflicting-keys secrets'],
    ['env: { A: { secret: a } }, stepType: shell, config: { environment: { A: b } }', 'conflicting-keys env'],
  ])('{ %s } is refused', (keys, told) => {
    const { findings } = parsePipeline(`name: a\nsteps: [{ name: build, run: x, ${keys} }]\n`);
    expect(findings.map(({ code, path }) => `${code} ${path.replace('steps[0].', '')}`)).toContain(told);
  });

  it('has outputs, an environment it changes, and a folder', () => {
    const { outputs, environmentName, workspace } =
      stepOf('outputs: a, environment-name: " prod ", workspace: own') ?? {};
    expect({ outputs, environmentName, workspace }).toEqual({
      outputs: ['a'],
      environmentName: 'prod',
      workspace: 'own',
    });
    expect(stepOf('pool: default')).toMatchObject({ outputs: [], workspace: 'shared' });
  });
});

describe('what this version does not act on', () => {
  it('is a warning for each key, at its first place, behind every mistake', () => {
    const step = (name: string) => `{ name: ${name}, run: x, services: { d: a }, artifacts: a }`;
    const { findings } = parsePipeline(`name: a
notifications: { on-start: { slack: {} } }
steps:
  - ${step('one')}
  - ${step('two')}
  - { name: three, run: x, timeout: soon }
`);
    expect(findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual([
      'error wrong-type steps[2].timeout',
      'warning not-acted-on steps[0].services',
    ]);
  });

  it.each([
    ['secrets: [A]', []],
    ['secrets: [A], environment-name: production', []],
    ['environment-name: production', ['environment-name']],
  ])('is not { %s }', (keys, idle) => {
    const { findings } = parsePipeline(`name: a\nsteps: [{ name: one, run: x, ${keys} }]\n`);
    expect(findings.map(({ path }) => path.split('.').at(-1))).toEqual(idle);
  });
});
