// npm run bench [-- w1 w3 growth …] [--processes] [--rounds N] [--json] [--keep FILE] [--compare FILE] [--far] [--profile FOLDER]
//               [--smoke] [--report]: see docs/performance.md. Figures of one sitting only compare with each other; read the ratios.
import { mkdirSync, readFileSync } from 'node:fs';
import { columns, groupsOf, keyOf, linesOf, numbersOf, ratioTable, ratiosOf } from './figures.ts';
import { readOptions } from './options.ts';
import { render, writeReport } from './report/write.mjs';
import { names, sitting } from './session.mjs';
import { workloads } from './workloads.mjs';

const asked = () => {
  try {
    return readOptions(process.argv.slice(2), names);
  } catch (error) {
    console.error(`bench: ${error.message}`);
    return process.exit(2);
  }
};
const options = asked();
const lines = [];

const shortOf = line =>
  numbersOf(line)
    .filter(([path]) => !/(?:\.n|\.min|round)$/.test(path))
    .map(([path, value]) => `${path} ${value}`)
    .join('  ');
const say = line => {
  lines.push(line);
  if (options.json) console.log(JSON.stringify(line));
  else if (line.error) console.log(`${keyOf(line)}: FAILED: ${line.error.split('\n')[0]}`);
  else console.log(`${keyOf(line)}: ${shortOf(line) || JSON.stringify(line)}`);
};

/** Medians over the rounds. */
const summary = () => {
  const rows = groupsOf(lines).flatMap(({ key, rounds, figures }) =>
    [...figures].map(([path, value]) => [key, path, String(value), String(rounds)]),
  );
  return columns([['measurement', 'figure', 'median', 'rounds'], ...rows]);
};

if (options.profile) mkdirSync(options.profile, { recursive: true });

/** Rounds of what was asked for, on platforms that are gone afterwards. */
const sit = async (wanted, { rounds, processes }) => {
  const { begin, round, end } = sitting({ ...options, processes }, say);
  try {
    await begin();
    let isGood = true;
    for (let n = 0; n < rounds; n += 1) isGood = (await round(wanted)) && isGood;
    return isGood;
  } finally {
    await end();
  }
};

/** Everything with tiny numbers, or what was named: only whether it runs. Replicas are processes whatever the rest runs as. */
const smoke = async () => {
  const { names: named, processes } = options;
  const wanted = named.length > 0 ? named : [...Object.keys(workloads), 'growth', 'budget'];
  const isGood = await sit(wanted, { rounds: 1, processes });
  // The report must be made of it, too.
  render([{ name: 'smoke.jsonl', lines }]);
  const isMissing = !processes && wanted.some(name => ['growth', 'growth:replicas'].includes(name));
  return (!isMissing || (await sit(['growth:replicas'], { rounds: 1, processes: true }))) && isGood;
};

const measure = async () => {
  const { names: named, processes, rounds, json } = options;
  const isGood = await sit(named.length > 0 ? named : Object.keys(workloads), { rounds, processes });
  if (!json && rounds > 1) console.log(`\n${summary()}`);
  return isGood;
};

const isOnlyReport = options.report && options.names.length === 0 && !options.smoke;
const isGood = isOnlyReport || (await (options.smoke ? smoke() : measure()));
if (options.compare) {
  const ratios = ratiosOf(groupsOf(lines), groupsOf(linesOf(readFileSync(options.compare, 'utf8'))));
  console.log(`\n${ratioTable(ratios)}`);
}
if (options.report) await writeReport();
process.exit(isGood ? 0 : 1);
