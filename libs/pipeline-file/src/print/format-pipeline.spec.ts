import { parsePipeline } from '../parse-pipeline.js';
import { formatPipeline } from './format-pipeline.js';

const formatted = (yaml: string, files?: Record<string, string>) => {
  const { text, findings } = formatPipeline(yaml, files ? { files } : {});
  if (text === undefined) throw new Error(JSON.stringify(findings, undefined, 1));
  return text;
};

describe('a formatted file', () => {
  it('says in the short form what it said in the long one, in the usual order', () => {
    const long = `stages:
  - steps:
    - config: { command: make, working_directory: src, environment: { B: y, A: z } }
      environment: { A: x }
      continue_on_error: true
      timeout: 600
      step_type: shell
      name: compile
    - { name: image, step_type: docker, config: { image: "node:24", command: npm test } }
    - { name: own, step_type: docker, retry_count: 2, config: { dockerfile: Dockerfile, build_context: ., tags: [a, b] } }
    - { name: apply, step_type: kubernetes, config: { manifest: web.yaml, namespace: prod } }
    - { name: job, step_type: a_w_s, config: { service: batch, action: submit } }
    - { name: script, config: { script: "#!/bin/sh\\nmake\\n" } }
    condition: branch == 'main'
    name: build
    retry_count: 1
environment: { X: 1.10, Y: '1.10', Z: "yes" }
name: "web"
triggers:
  - { trigger_type: git_push, config: { branch_patterns: [main] } }
  - { trigger_type: schedule, config: { cron_expression: '@daily' } }
`;
    const short = `name: web
on:
  push: [main]
  schedule: '@daily'
env:
  X: 1.10
  Y: '1.10'
  Z: yes
stages:
  - name: build
    if: branch == 'main'
    retry:
      limit: 1
    steps:
      - name: compile
        run: make
        working-directory: src
        continue-on-error: true
        timeout: 10m
        env:
          A: z
          B: y
      - name: image
        run: npm test
        image: node:24
      - name: own
        docker:
          dockerfile: Dockerfile
          context: .
          tags: [a, b]
        retry:
          limit: 2
      - name: apply
        kubernetes:
          namespace: prod
          manifest: web.yaml
      - name: job
        connector: aws
        config:
          service: batch
          action: submit
      - name: script
        config:
          script: |
            #!/bin/sh
            make
`;
    expect(formatted(long)).toBe(short);
    expect(parsePipeline(short).model).toEqual(parsePipeline(long).model);
    expect(formatted(short)).toBe(short);
  });

  it('keeps its comments: those of the file, of stages and steps, and behind values', () => {
    const yaml = `# Builds the site.
# Ask Ann.

# Steps in order
stages:
  # The first
  - steps:
      # Compiles
      - run: make # quickly
        name: compile
      # Tests
      # twice
      - step_type: shell
        name: test
        # how
        config:
          command: make test
    name: build # all of it
  # The last
  - { name: ship, steps: [{ run: make ship }] } # away
# what it is called
name: web
# the end
`;
    const text = formatted(yaml);
    expect(text).toBe(`# Builds the site.
# Ask Ann.

# Steps in order
# what it is called
name: web
stages:
  # The first
  - name: build # all of it
    steps:
      # Compiles
      - name: compile
        run: make # quickly
      # Tests
      # twice
      - name: test
        # how
        run: make test
  # The last
  # away
  - name: ship
    steps:
      - run: make ship

# the end
`);
    expect(formatted(text)).toBe(text);
  });

  it('keeps its templates where they are used', () => {
    const yaml = `include:
    - ci/node.yaml
name: web
stages:
- with: {version: 24}
  extends:   node
  environment: {A: x}
  retry_count: 2
`;
    const text = `name: web
include: [ci/node.yaml]
stages:
  - extends: node
    with:
      version: 24
    retry_count: 2
    env:
      A: x
`;
    const node = 'template: node\nparameters: { version: {} }\nstage: { name: a, steps: [{ run: x }] }\n';
    expect(formatted(yaml)).toBe(
      text.replace('    retry_count: 2\n    env:\n      A: x\n', '    env:\n      A: x\n    retry_count: 2\n'),
    );
    expect(formatted(yaml, { 'ci/node.yaml': node })).toBe(formatted(yaml));
  });

  it('may be a template itself, whose forms stay as they are', () => {
    const yaml = `step: { working_directory: x, step_type: shell, config: {command: make}, timeout: 60, name: "\${{ params.a }}" }
parameters: {a: {default: 1.10}}
template: t
`;
    const text = `template: t
parameters:
  a:
    default: 1.10
step:
  name: \${{ params.a }}
  working-directory: x
  timeout: 1m
  step_type: shell
  config:
    command: make
`;
    expect(formatted(yaml)).toBe(text);
    expect(formatted(text)).toBe(text);
  });

  it('with anchors keeps its keys, and is laid out', () => {
    const yaml = 'steps:\n- {run: x,  environment: &e {A: 1}}\n- {run: y, environment: *e}\nname: a\n';
    const text = `steps:
  - run: x
    environment: &e
      A: 1
  - run: y
    environment: *e
name: a
`;
    expect(formatted(yaml)).toBe(text);
    expect(formatted(text)).toBe(text);
  });

  it('keeps the order of what has an order', () => {
    const yaml =
      'name: a\non:\n  manual: {inputs: {b: text, a: number}}\n  push:\nsteps:\n  - run: x\n    matrix: {b: [1], a: [2]}\n    services: {z: a, environment: b}\n';
    const model = parsePipeline(yaml).model;
    expect(parsePipeline(formatted(yaml)).model).toEqual(model);
    expect(formatted(yaml)).toContain('    services:\n      z: a\n      environment: b\n');
    expect(formatted(yaml)).toContain('    matrix:\n      b: [1]\n      a: [2]\n');
  });

  it('with a mistake is left alone, and the mistake is told', () => {
    expect(formatPipeline('name: a\nsteps: [{ rnu: x }]\n')).toEqual({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'unknown-key', line: 2, column: 11 })]),
    });
    expect(formatPipeline('name: [')).toEqual({ findings: [expect.objectContaining({ code: 'not-yaml' })] });
  });
});
