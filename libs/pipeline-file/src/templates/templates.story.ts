import type { PipelineModel } from '../model.js';
import { parsePipeline } from '../parse-pipeline.js';

// Two template files, and what becomes of a pipeline that includes them.

export const node = `template: node
parameters:
  version: { type: text, default: 24 }
  level: { type: choice, options: [debug, release], default: release }
  parallel: { type: boolean, default: false }
  minutes: { type: number, default: 10 }
  title: { type: text }
stage:
  name: "\${{ params.title }} on \${{ params.version }}"
  parallel: \${{ params.parallel }}
  timeout: \${{ params.minutes * 60 }}
  if: params.level == 'release' || branch == 'main'
  env: { LEVEL: "\${{ params.level }}", NODE: "\${{ params.version }}", BRANCH: "\${{ branch }}" }
  steps:
    - name: install
      run: npm ci
    - name: test
      run: npm test
`;

const steps = `template: checks
parameters: { tool: { description: Which one } }
steps:
  - { name: "\${{ params.tool }} lint", run: make lint, env: { TOOL: "\${{ params.tool }}" } }
  - { name: "\${{ params.tool }} test", run: make test }
`;

export const files = { 'ci/node.yaml': node, 'ci/checks.yaml': steps };
export const include = 'name: a\ninclude: [ci/node.yaml, ci/checks.yaml]\n';

export const parse = (yaml: string, others: Record<string, string> = files) => parsePipeline(yaml, { files: others });

export const modelOf = (yaml: string, others?: Record<string, string>): PipelineModel => {
  const { model, findings } = parse(yaml, others);
  if (!model || findings.length > 0) throw new Error(JSON.stringify(findings, undefined, 1));
  return model;
};

export const found = (yaml: string, others?: Record<string, string>) =>
  parse(yaml, others).findings.map(
    ({ code, file, line, column, path }) => `${code} ${file === undefined ? '' : `${file}:`}${line}:${column} ${path}`,
  );

export const suggestions = (yaml: string, others?: Record<string, string>) =>
  parse(yaml, others).findings.map(({ message, suggestion }) => `${message} → ${suggestion ?? ''}`);
