import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { YardClient } from '@switchyard/client';
import type { ArtifactFile, ArtifactView, ExecutionId } from '@switchyard/contracts';
import { isArtifactPath } from '@switchyard/contracts/artifact-names';
import { exit, Stop } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { sizedFiles } from '../view/artifact-words.js';
import { plain } from '../view/clean.js';
import { Progress } from '../view/progress.js';
import type { Terminal } from '../view/terminal.js';

export interface DownloadOptions {
  to: string;
  json: boolean;
  data?: string;
}

/** Files asked for at once. */
const lanes = 8;

/** Downloads one artifact into a folder, or all of an execution into a folder each. What was kept is what is there. */
export const downloadArtifacts = async (
  terminal: Terminal,
  { execution, artifact }: { execution: string; artifact: string | undefined },
  { to, json, data }: DownloadOptions,
): Promise<number> => {
  const { client, close } = await connect(terminal, { data });
  try {
    const id = await executionNamed(client, execution);
    const wanted = await wantedOf(client, id, artifact);
    const done: { name: string; id: string; folder: string; files: number; bytes: number }[] = [];
    for (const one of wanted) {
      const folder = resolve(to, artifact === undefined ? folderOf(one, wanted) : '.');
      const progress = new Progress(terminal, one.name, one.bytes);
      const count = await new Download(client, id, one.id, folder, progress).run().finally(() => progress.close());
      done.push({ name: one.name, id: one.id, folder, ...count });
      if (!json) terminal.line(`${plain(one.name)}: ${sizedFiles(count)} in ${folder}`);
    }
    if (json) terminal.json(done);
    else if (done.length === 0) terminal.line(`nothing was kept of ${id}, or it has expired`);
    return exit.success;
  } finally {
    await close();
  }
};

const wantedOf = async (client: YardClient, id: ExecutionId, word: string | undefined): Promise<ArtifactView[]> =>
  word === undefined ? (await client.artifacts.list(id)).artifacts : [await client.artifacts.get(id, word, 0, 1)];

/** Its name where no other has it, made harmless; else its id. */
const folderOf = ({ name, id }: ArtifactView, all: readonly ArtifactView[]): string => {
  const folders = all.filter(one => safe(one.name) === safe(name));
  return folders.length === 1 ? safe(name) : id;
};

const safe = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100) || 'artifact';

class Download {
  private files = 0;
  private bytes = 0;

  constructor(
    private readonly client: YardClient,
    private readonly id: ExecutionId,
    private readonly artifact: string,
    private readonly folder: string,
    private readonly progress: Progress,
  ) {}

  async run(): Promise<{ files: number; bytes: number }> {
    await mkdir(this.folder, { recursive: true });
    const files = this.client.artifacts.files(this.id, this.artifact);
    const lane = async () => {
      for (let next = await files.next(); !next.done; next = await files.next()) await this.file(next.value);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return { files: this.files, bytes: this.bytes };
  }

  /** A file is there whole and as it was kept, or not at all; a link in its place is not followed. */
  private async file(file: ArtifactFile): Promise<void> {
    const { path, sha256, mode } = file;
    if (!isArtifactPath(path))
      throw new Stop(exit.platform, `the platform names a file ${plain(path)}, which is no path`);
    const target = join(this.folder, path);
    const half = `${target}.${randomUUID()}.half`;
    await mkdir(dirname(target), { recursive: true });
    try {
      const found = await this.kept(path, half);
      if (found !== sha256) throw new Stop(exit.platform, `${plain(path)} did not arrive as it was kept`);
      await chmod(half, mode & 0o777);
      await rename(half, target);
    } finally {
      await rm(half, { force: true });
    }
    this.files += 1;
    this.bytes += file.bytes;
  }

  private async kept(path: string, half: string): Promise<string> {
    const hash = createHash('sha256');
    const counting = new Transform({
      transform: (bytes: Buffer, _encoding, done) => {
        hash.update(bytes);
        this.progress.add(bytes.length);
        done(null, bytes);
      },
    });
    const body = await this.client.artifacts.content(this.id, this.artifact, path);
    await pipeline(Readable.from(body), counting, createWriteStream(half, { flags: 'wx', mode: 0o600 }));
    return hash.digest('hex');
  }
}
