// Format, lint, types, walls and unit tests, two at a time. Prints a line for each, and everything a failed one said.
// `--but PART` leaves one out.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const parts = ['test:unit', 'lint', 'types', 'walls', 'format'];
const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;

const run = part =>
  new Promise(resolve => {
    const start = performance.now();
    const said = [];
    const child = spawn('npm', ['run', '--silent', part], { cwd: root, env: { ...process.env, PATH: path } });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', bytes => said.push(bytes));
    child.on('close', code => {
      const seconds = ((performance.now() - start) / 1_000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${part} (${seconds} s)`);
      if (code !== 0) process.stdout.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });

const but = process.argv.indexOf('--but');
const left = but < 0 ? undefined : process.argv[but + 1];
const waiting = parts.filter(part => part !== left);
const results = [];
const worker = async () => {
  for (let part = waiting.shift(); part; part = waiting.shift()) results.push(await run(part));
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
process.exitCode = results.every(Boolean) ? 0 : 1;
