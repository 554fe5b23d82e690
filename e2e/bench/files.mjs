// What steps in containers do with files, on a platform of its own: artifacts, repositories and caches.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, percentile, startPlatform, until } from './platform.mjs';

const image = 'switchyard-test/busybox:1';
const megabytes = 256;
const times = 5;

const p50 = values => Math.round(percentile(values, 0.5));

/** Milliseconds from the trigger to each of the words in the output of a run that has one step, and to its end. */
const followed = async (client, pipeline, words) => {
  const from = performance.now();
  const { execution_id: id } = await client.trigger(pipeline, {});
  const at = {};
  let output = '';
  for await (const { event, data } of client.follow(id, { logs: true })) {
    if (event === 'log') output += data.text;
    for (const word of words) if (output.includes(word)) at[word] ??= performance.now() - from;
    if (event === 'event' && data.type.endsWith('step.finished')) at.ended = performance.now() - from;
    if (event === 'end' && data.status !== 'success') throw new Error(`${id} ended as ${data.status}: ${output}`);
  }
  return { id, at, output };
};

/** Bytes that no packing makes fewer. */
const random = count => `dd if=/dev/urandom of=$name bs=1048576 count=${count} 2>/dev/null`;

const artifacts = async client => {
  const run = `name=large; ${random(megabytes)}; echo written`;
  const step = { name: 'keeps', image, run, artifacts: { name: 'large', paths: ['large'] } };
  const pipeline = await apply(client, JSON.stringify({ name: 'artifact', steps: [step] }));
  const [up, down] = [[], []];
  for (let n = 0; n < 3; n += 1) {
    const { id, at } = await followed(client, pipeline, ['written\n']);
    up.push(megabytes / ((at.ended - at['written\n']) / 1_000));
    const from = performance.now();
    let bytes = 0;
    for await (const part of await client.artifacts.content(id, 'large', 'large')) bytes += part.length;
    if (bytes !== megabytes * 1_048_576) throw new Error(`${bytes} bytes came back`);
    down.push(megabytes / ((performance.now() - from) / 1_000));
  }
  return { megabytes, keptMBs: p50(up), fetchedMBs: p50(down) };
};

/** Commits that each change one of three hundred files. */
const history = commits =>
  Array.from({ length: commits }, (_, n) => {
    const text = `line ${n}\n`.repeat(200 + (n % 50));
    const head = `commit refs/heads/main\nmark :${n + 1}\ncommitter Ada <ada@example.com> ${1_700_000_000 + n} +0000\n`;
    const from = n > 0 ? `from :${n}\n` : '';
    return `${head}data 1\nx\n${from}M 100644 inline src/part${n % 20}/file${n % 300}.txt\ndata ${text.length}\n${text}\n`;
  }).join('');

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise(resolve => probe.close(resolve));
  return port;
};

/** Each repository is fetched by nobody yet when it is first used. */
const clones = async (client, root, commits = 3_000) => {
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(root, 'one.git')]);
  execFileSync('git', ['-C', join(root, 'one.git'), 'fast-import', '--quiet'], { input: history(commits) });
  const port = await freePort();
  const words = [
    'daemon',
    '--reuseaddr',
    '--export-all',
    '--listen=127.0.0.1',
    `--port=${port}`,
    `--base-path=${root}`,
  ];
  const daemon = spawn('git', [...words, root], { stdio: 'ignore', detached: true });
  try {
    await until(() =>
      Promise.resolve().then(() => {
        try {
          execFileSync('git', ['ls-remote', `git://127.0.0.1:${port}/one.git`], { stdio: 'ignore' });
          return true;
        } catch {
          return false;
        }
      }),
    );
    const [full, cached, none] = [[], [], []];
    const plain = await apply(
      client,
      JSON.stringify({ name: 'no-source', steps: [{ name: 's', image, run: 'echo here' }] }),
    );
    for (let n = 0; n < times; n += 1) {
      execFileSync('git', ['clone', '-q', '--bare', join(root, 'one.git'), join(root, `r${n}.git`)]);
      const source = { repository: `git://127.0.0.1:${port}/r${n}.git`, ref: 'main', depth: 0 };
      const steps = [{ name: 's', image, run: 'ls src >/dev/null; echo here' }];
      const pipeline = await apply(client, JSON.stringify({ name: `source-${n}`, source, steps }));
      for (const list of [full, cached]) list.push((await followed(client, pipeline, ['here\n'])).at['here\n']);
      none.push((await followed(client, plain, ['here\n'])).at['here\n']);
    }
    return { commits, toFirstLineMs: { withoutSource: p50(none), full: p50(full), cached: p50(cached) } };
  } finally {
    process.kill(-daemon.pid, 'SIGTERM');
  }
};

/** To the first line: with what is found; from the last line to the end: with what is kept. */
const caches = async client => {
  const [hit, miss, saved] = [[], [], []];
  for (let n = 0; n < times; n += 1) {
    const fill = `mkdir -p deps; for i in $(seq 1 100); do name=deps/$i; ${random(1)}; done`;
    const run = `echo here; [ -e deps/1 ] || { ${fill}; }; echo done`;
    const cache = { key: `bench-${process.pid}-${n}`, paths: 'deps/**' };
    const pipeline = await apply(
      client,
      JSON.stringify({ name: `cache-${n}`, steps: [{ name: 's', image, run, cache }] }),
    );
    const first = (await followed(client, pipeline, ['here\n', 'done\n'])).at;
    miss.push(first['here\n']);
    saved.push(first.ended - first['done\n']);
    hit.push((await followed(client, pipeline, ['here\n'])).at['here\n']);
  }
  return { files: 100, megabytes: 100, toFirstLineMs: { miss: p50(miss), hit: p50(hit) }, saveMs: p50(saved) };
};

/** Figures of files, each the p50 of a few. */
export const measureFiles = async () => {
  const root = mkdtempSync(join(tmpdir(), 'yard-bench-git-'));
  const platform = await startPlatform({ environment: { SOURCE_PROTOCOLS: 'git' } });
  const { client } = platform;
  try {
    return { artifact: await artifacts(client), clone: await clones(client, root), cache: await caches(client) };
  } finally {
    await platform.stop();
    rmSync(root, { recursive: true, force: true });
  }
};
