import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { run } from './run.js';

export interface ReleaseSource {
  /** The folder that holds the archives and `SHA256SUMS`. */
  address: string;
  version: string;
}

/** The project's own release page. Not reachable from where this is tested: the tests use a local copy of its shape. */
const official: ReleaseSource = {
  version: '2.12.1',
  address: 'https://github.com/nats-io/nats-server/releases/download/v2.12.1',
};

const processors: Record<string, string> = { x64: 'amd64', arm64: 'arm64', arm: 'arm7' };

/**
 * The official release for this system, taken only when its SHA-256 is the one published beside it.
 * @returns the binary, kept in `cache`.
 */
export const fromRelease = async (
  cache: string,
  onProgress: (line: string) => void,
  { address, version }: ReleaseSource = official,
): Promise<string> => {
  const name = `nats-server-v${version}-${platform()}-${processors[arch()] ?? arch()}`;
  const binary = join(cache, name, 'nats-server');
  const there = await access(binary).then(
    () => true,
    () => false,
  );
  if (there) return binary;
  onProgress(`fetching nats-server ${version}`);
  const archive = await download(`${address}/${name}.tar.gz`);
  const sums = (await download(`${address}/SHA256SUMS`)).toString('utf8');
  const wanted = sums
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .find(([, file]) => file === `${name}.tar.gz`)?.[0];
  const seen = createHash('sha256').update(archive).digest('hex');
  if (seen !== wanted)
    throw new Error(`the checksum of ${name}.tar.gz is ${seen}, and ${wanted ?? 'none'} was published`);
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    await writeFile(join(work, 'archive.tar.gz'), archive);
    const { code, stderr } = await run('tar', ['-xzf', 'archive.tar.gz'], work);
    if (code !== 0) throw new Error(`tar could not unpack it: ${stderr.trim()}`);
    await chmod(join(work, name, 'nats-server'), 0o755);
    await rename(join(work, name), join(cache, name)).catch(() => access(binary));
    return binary;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const download = async (address: string): Promise<Buffer> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(120_000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
};
