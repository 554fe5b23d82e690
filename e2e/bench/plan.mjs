// node e2e/bench/plan.mjs [--json]: what a plan costs, in times of a plan with one step; figures of one session only compare with each other.
import { parsePipeline } from '@switchyard/pipeline-file';
import { planPipeline } from '@switchyard/pipeline-file/plan';
import { percentile } from './platform.mjs';

const numbers = count => Array.from({ length: count }, (_, n) => String(n));
const fileOf = steps => JSON.stringify({ name: 'bench', steps });
const step = (name, more = {}) => ({ name, run: 'true', ...more });
const texts = {
  env: { A: '${{ branch }}-${{ matrix.a }}', B: '${{ env.YARD_STEP }}' },
  if: "branch == 'main' && matrix.b != '3'",
};

const files = {
  one: fileOf([step('one')]),
  cells256: fileOf([step('cells', { matrix: { a: numbers(16), b: numbers(16) } }), step('end', { needs: ['cells'] })]),
  cells256WithTexts: fileOf([step('cells', { matrix: { a: numbers(16), b: numbers(16) }, ...texts })]),
  steps1000: fileOf(numbers(1_000).map(n => step(`s${n}`, n > 0 ? { needs: [`s${n - 1}`] } : {}))),
};
const facts = {
  trigger: { branch: 'main', commit: 'abc', tag: '', repository: '', trigger: 'manual', actor: 'bench' },
  inputs: {},
  environment: {},
  variables: {},
};

const median = work => {
  for (let i = 0; i < 5; i += 1) work();
  const times = Array.from({ length: 25 }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return percentile(times, 0.5);
};

const rows = Object.entries(files).map(([name, yaml]) => {
  const { model, findings } = parsePipeline(yaml);
  if (!model) throw new Error(JSON.stringify(findings));
  const { plan, findings: mistakes } = planPipeline(model, facts);
  if (!plan) throw new Error(JSON.stringify(mistakes));
  const steps = plan.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  const [parse, planned] = [() => parsePipeline(yaml), () => planPipeline(model, facts)].map(median);
  return { name, steps, planMs: planned, planToParse: planned / parse };
});
const [{ planMs: one }] = rows;
const ratios = rows.map(row => ({ ...row, timesOne: row.planMs / one, timesOnePerStep: row.planMs / one / row.steps }));
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(ratios)}\n`);
else
  for (const row of ratios)
    process.stdout.write(
      `${Object.entries(row)
        .map(([key, value]) => `${key} ${typeof value === 'number' ? +value.toPrecision(3) : value}`)
        .join('  ')}\n`,
    );
