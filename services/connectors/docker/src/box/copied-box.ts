import { closeSync, copyFileSync, existsSync, openSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MountSettings } from 'dockerode';
import { extract, pack } from 'tar-fs';
import { pipeline } from 'node:stream/promises';
import { type Engine, statusOf } from '../engine/engine.js';
import { labels } from '../step/names.js';
import type { Owner } from '../step/container-options.js';
import { Box, inside, type Shared } from './box.js';
import { isInside, merge, pathsIn } from './merge.js';

export interface CopyParts {
  engine: Engine;
  /** Whose files are in the container. */
  owner: Owner;
  attemptId: string;
  ownerLabel: string;
}

/** Of what comes back: what is more is refused, since it would fill this machine's disk. */
const mostBytes = 20 * 2 ** 30;

/** Links have one more word than the types know. */
const targetOf = (header: object): string => (header as { linkname?: string }).linkname ?? '';

const stream = (tar: unknown): NodeJS.ReadableStream => tar as NodeJS.ReadableStream;

/** For an engine that sees none of this machine's folders: files go there before the step, and come back after it. */
export class CopiedBox extends Box {
  constructor(
    shared: Shared,
    private readonly parts: CopyParts,
  ) {
    super(shared);
  }

  override get mounts(): MountSettings[] {
    const { volumes } = this.shared.names;
    return [{ Type: 'volume', Source: volumes.workspace, Target: inside.workspace }, ...this.sideMounts];
  }

  override get sideMounts(): MountSettings[] {
    return [{ Type: 'volume', Source: this.shared.names.volumes.box, Target: '/.yard' }];
  }

  override async make(script: string | undefined): Promise<void> {
    await super.make(script);
    const { place, init, names } = this.shared;
    await mkdir(join(this.stage, 'box'), { recursive: true });
    if (init !== undefined) copyFileSync(init, join(this.stage, 'init'));
    if (script !== undefined) copyFileSync(join(this.directory, 'script'), join(this.stage, 'box/script'));
    for (const name of ['record', 'outputs', 'box/lease']) closeSync(openSync(join(this.stage, name), 'a'));
    for (const name of ['record', 'outputs']) await chmod(join(this.stage, name), 0o666);
    const { attemptId, ownerLabel, engine } = this.parts;
    const Labels = { [labels.attempt]: attemptId, [labels.owner]: ownerLabel };
    for (const Name of Object.values(names.volumes))
      await engine.insist(docker => docker.createVolume({ Name, Labels }));
    writeFileSync(join(place.directory, 'sent.json'), JSON.stringify(pathsIn(place.workspace)));
  }

  override async deliver(): Promise<void> {
    await this.put(this.stage, '/.yard');
    await this.put(this.shared.place.workspace, inside.workspace);
  }

  override async feed(): Promise<void> {
    const lease = join(this.stage, 'box/lease');
    if (!existsSync(lease)) return;
    const now = new Date();
    utimesSync(lease, now, now);
    const container = this.shared.names.container;
    const tar = pack(join(this.stage, 'box'), { entries: ['lease'] });
    await this.parts.engine.docker.getContainer(container).putArchive(stream(tar), { path: '/.yard/box' });
  }

  override async collect(): Promise<void> {
    const { place } = this.shared;
    const back = join(place.directory, 'back');
    await rm(back, { recursive: true, force: true });
    for (const [path, to] of [
      [`${inside.workspace}/.`, join(back, 'workspace')],
      [inside.record, back],
      [inside.outputs, back],
    ] as const)
      await this.get(path, to);
    for (const name of ['record', 'outputs'] as const)
      if (existsSync(join(back, name))) writeFileSync(join(place.directory, name), readFileSync(join(back, name)));
    const sent = JSON.parse(readFileSync(join(place.directory, 'sent.json'), 'utf8')) as string[];
    merge(join(back, 'workspace'), place.workspace, sent);
    await rm(back, { recursive: true, force: true });
  }

  override async remove(): Promise<void> {
    for (const name of Object.values(this.shared.names.volumes))
      await this.parts.engine
        .insist(docker => docker.getVolume(name).remove())
        .catch((error: unknown) => {
          if (statusOf(error) !== 404) throw error;
        });
  }

  private get stage(): string {
    return join(this.shared.place.directory, 'stage');
  }

  private async put(from: string, path: string): Promise<void> {
    const { uid, gid } = this.parts.owner;
    const container = this.shared.names.container;
    await this.parts.engine.insist(docker =>
      docker
        .getContainer(container)
        .putArchive(stream(pack(from, { map: header => ({ ...header, uid, gid }) })), { path }),
    );
  }

  /** What is neither a file, a folder nor a link that stays inside is left there. */
  private async get(path: string, to: string): Promise<void> {
    await mkdir(to, { recursive: true });
    let bytes = 0;
    const tar = await this.parts.engine.insist(docker =>
      docker.getContainer(this.shared.names.container).getArchive({ path }),
    );
    const unpack = extract(to, {
      ignore: (_, header) => {
        bytes += header?.size ?? 0;
        if (bytes > mostBytes)
          throw new Error(`the workspace has more than the ${String(mostBytes)} bytes it may have`);
        if (header?.type === 'symlink') return !isInside(header.name, targetOf(header));
        return header?.type !== 'file' && header?.type !== 'directory';
      },
      // What its owner may not read, the next step could not either.
      dmode: 0o700,
      fmode: 0o600,
    });
    await pipeline(tar, unpack);
  }
}
