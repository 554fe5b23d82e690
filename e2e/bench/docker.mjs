// node e2e/bench/docker.mjs [rounds]: milliseconds from the start of a step in a container to its first line, beside those
// of a plain `docker run` of the same command, by turns; then what steps in containers do with files: MB/s of an artifact,
// a clone that is whole and one from the copy, a cache that is found and one that is not.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { measureFiles } from './files.mjs';
import { percentile } from './platform.mjs';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerConfig, openDockerConnector } from '@switchyard/connector-docker';

const busybox = 'switchyard-test/busybox:1';
const rounds = Number(process.argv[2] ?? 30);
const command = 'echo first';

const plain = async () => {
  const from = performance.now();
  const child = spawn('docker', ['run', '--rm', busybox, '/bin/sh', '-c', command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  const first = performance.now() - from;
  await gone;
  return { first, all: performance.now() - from };
};

let attempts = 0;
const step = async (folder, connector) => {
  const attemptId = `01m84ywyccwh2egkrpyg85s86c.bench${process.pid}.${(attempts += 1)}`;
  const grant = { attemptId, stepName: 'one', config: { image: busybox, command }, environment: {}, leaseMs: 90_000 };
  const place = { directory: join(folder, 'journal', attemptId), workspace: join(folder, 'workspace') };
  mkdirSync(place.directory, { recursive: true });
  const from = performance.now();
  const running = await connector.start(grant, place);
  while ((await running.log.read(0, 10)).length === 0) await running.log.changed();
  const first = performance.now() - from;
  await running.outcome();
  return { first, all: performance.now() - from };
};

const folder = mkdtempSync(join(tmpdir(), 'yard-bench-'));
mkdirSync(join(folder, 'workspace'));
const connector = await openDockerConnector(Object.assign(new DockerConfig(), { DATA_DIRECTORY: folder }));
if (!connector.isOpen) {
  console.log('skipped: there is no engine');
  process.exit(0);
}
const times = { plain: [], step: [] };
for (let i = 0; i < rounds + 1; i += 1) {
  const [one, other] = [await plain(), await step(folder, connector)];
  // The first of each warms up.
  if (i > 0) {
    times.plain.push(one);
    times.step.push(other);
  }
}
const of = (list, key) => ({
  p50: Math.round(
    percentile(
      list.map(one => one[key]),
      0.5,
    ),
  ),
  p95: Math.round(
    percentile(
      list.map(one => one[key]),
      0.95,
    ),
  ),
});
console.log(
  JSON.stringify({
    rounds,
    engine: spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8' }).stdout.trim(),
    firstLineMs: { dockerRun: of(times.plain, 'first'), step: of(times.step, 'first') },
    endMs: { dockerRun: of(times.plain, 'all'), step: of(times.step, 'all') },
  }),
);
await connector.close();
console.log(JSON.stringify(await measureFiles()));
rmSync(folder, { recursive: true });
process.exit(0);
