import { parsePipeline } from './parse-pipeline.js';

const read = (step: string) => {
  const { model, findings } = parsePipeline(`name: a\nsteps: [{ name: a, ${step} }]\n`);
  return { step: model?.stages[0]?.steps[0], findings };
};

describe('the connector of a step', () => {
  it.each([
    ['run: x', 'shell', []],
    ['run: x, image: node', 'docker', []],
    ['run: x, image: node, docker: { memory: 1g }', 'docker', []],
    ['run: x, image: node, connector: kubernetes', 'kubernetes', []],
    ['run: x, image: node, connector: [docker, shell]', 'docker', ['shell']],
    ['run: x, connector: shell', 'shell', []],
    ['docker: { image: node }', 'docker', []],
    ['kubernetes: { manifest: a }', 'kubernetes', []],
    ['aws: { job-definition: a }', 'aws', []],
    ['azure: { image: a }', 'azure', []],
    ['gcp: { job: a }', 'gcp', []],
    ['github: { workflow: a }', 'github', []],
    ['gitlab: { project: a }', 'gitlab', []],
    ['null: {}', 'null', []],
    ['connector: null', 'null', []],
    ['step_type: a_w_s, config: { service: batch }', 'aws', []],
    [
      'connector: [kubernetes, docker], docker: { image: a, user: b }, kubernetes: { image: a }',
      'kubernetes',
      ['docker'],
    ],
  ])('of { %s } is what its keys ask for', (keys, connector, fallbacks) => {
    expect(read(keys).step).toMatchObject({ connector, fallbacks, pool: 'default' });
  });

  it.each([
    [
      'run: x, image: node, docker: { build-args: { A: b }, context: web }',
      { image: 'node', command: 'x', buildArgs: { A: 'b' }, buildContext: 'web' },
    ],
    ['docker: { image: a, tags: b, entrypoint: c }', { image: 'a', tags: ['b'], entrypoint: ['c'] }],
    [
      'connector: [kubernetes, docker], docker: { image: a, user: b }, kubernetes: { image: a, namespace: c }',
      { image: 'a', user: 'b', namespace: 'c' },
    ],
    [
      'step_type: docker, config: { image: a, build_context: b, environment: { C: d } }',
      { image: 'a', buildContext: 'b' },
    ],
  ])('reads of { %s } what it says, in camelCase', (keys, config) => {
    expect(read(keys).step?.config).toEqual(config);
  });

  it.each([
    ['pool: big', 'big'],
    ['labels: [linux, gpu]', 'gpu-linux'],
    ['labels: gpu', 'gpu'],
    ['labels: []', 'default'],
  ])('runs it in the pool that { %s } names', (keys, pool) => {
    expect(read(`run: x, ${keys}`).step?.pool).toBe(pool);
  });

  it('of a plugin is a shell where the plugin is installed, and it says what it waits for', () => {
    const { step, findings } = read('step_type: custom, config: { plugin_name: My Plugin, plugin_config: { a: 1 } }');
    expect(step).toMatchObject({
      connector: 'shell',
      pool: 'plugin-my-plugin',
      config: { pluginName: 'My Plugin', pluginConfig: { a: 1 } },
    });
    expect(findings).toMatchObject([
      { severity: 'warning', code: 'no-connector', path: 'steps[0].step_type', line: 2 },
    ]);
    expect(findings[0]?.message).toContain('My Plugin');
    expect(findings[0]?.suggestion).toContain('plugin-my-plugin');
    expect(read('step_type: custom, pool: mine, config: { plugin_name: x }').step?.pool).toBe('mine');
  });

  it('that nobody has is a warning, once for each, and none where a fall-back is there', () => {
    const { model, findings } = parsePipeline(`name: a
steps:
  - { name: a, kubernetes: { image: x }, run: y }
  - { name: b, kubernetes: { image: x }, run: y }
  - { name: c, image: x, run: y, connector: [kubernetes, shell] }
  - { name: d, connector: aws, config: { service: x } }
`);
    expect(model).toBeDefined();
    expect(findings.map(({ severity, code, path }) => [severity, code, path])).toEqual([
      ['warning', 'no-connector', 'steps[0].kubernetes'],
      ['warning', 'no-connector', 'steps[3].connector'],
    ]);
  });
});
