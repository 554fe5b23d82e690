import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connector, type Footing, type Place, type RunningAttempt, writeDurably } from '@switchyard/connector-kit';
import { type Grant } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { Box, type Shared } from './box/box.js';
import { CopiedBox } from './box/copied-box.js';
import { runsOn } from './box/init-program.js';
import type { StepRules } from './config.js';
import { Containers } from './engine/containers.js';
import type { Engine } from './engine/engine.js';
import { Images } from './image/images.js';
import { Reaper } from './reaper.js';
import { DockerAttempt, type AttemptParts } from './step/attempt.js';
import type { Owner } from './step/container-options.js';
import { footingOf } from './step/footing.js';
import { namesOf } from './step/names.js';
import { type NoteOfBegin, Notes } from './step/notes.js';

export interface DockerParts {
  engine: Engine;
  rules: StepRules;
  /** Whom files of steps belong to. */
  owner: Owner;
  /** Says on the engine what is this connector's. */
  ownerLabel: string;
  /** Whether files are copied to the engine and back; else it sees this machine's folders. */
  copies: boolean;
  /** The first process of containers, where one could be compiled. */
  init: string | undefined;
}

/** Runs steps in containers of an engine. */
export class DockerConnector extends Connector {
  readonly type = 'docker';
  private readonly containers: Containers;
  private readonly images: Images;
  private readonly clearing = new Set<Promise<unknown>>();
  private tell: () => void = () => undefined;

  constructor(private readonly parts: DockerParts) {
    super();
    this.containers = new Containers(parts.engine);
    this.images = new Images(parts.engine);
  }

  override get isOpen(): boolean {
    return this.parts.engine.here;
  }

  override onOpen(tell: () => void): void {
    this.tell = tell;
  }

  /** Looks for its engine from now on. Resolves after the first look, whatever it shows. */
  watchEngine(): Promise<void> {
    return this.parts.engine.watch();
  }

  /** The engine has come. */
  opened(): void {
    this.tell();
  }

  async start(grant: Grant, place: Place): Promise<RunningAttempt> {
    const notes = new Notes(place.directory);
    if (notes.begun)
      throw new Fault({ code: 'already-started', message: 'it has begun', blame: 'platform', retry: false });
    const begun: NoteOfBegin = { beganAt: Date.now() };
    await notes.begin(begun);
    return this.attempt(grant, place, begun);
  }

  async adopt(grant: Grant, place: Place): Promise<RunningAttempt | undefined> {
    const { begun } = new Notes(place.directory);
    return begun && this.attempt(grant, place, begun);
  }

  override async footing(grant: Grant, place: Place): Promise<Footing | undefined> {
    const image = new Notes(place.directory).begun?.starting?.imageId;
    return image === undefined ? undefined : footingOf(this.parts, grant, place, image);
  }

  override reap(root: string): Promise<string[]> {
    const { engine, ownerLabel } = this.parts;
    return engine.here ? new Reaper(engine, this.containers, ownerLabel).reap(root) : Promise.resolve([]);
  }

  /** What was taken away in the background is gone, or left to the reaper of a later process. */
  override async close(): Promise<void> {
    if (this.isOpen) await Promise.all(this.clearing);
    await this.parts.engine.close();
  }

  private boxOf(shared: Shared, attemptId: string): Box {
    const { engine, owner, ownerLabel, copies } = this.parts;
    return copies ? new CopiedBox(shared, { engine, owner, attemptId, ownerLabel }) : new Box(shared);
  }

  private attempt(grant: Grant, place: Place, begun: NoteOfBegin): RunningAttempt {
    const { engine, init } = this.parts;
    const names = namesOf(grant.attemptId);
    const usable = init !== undefined && runsOn(engine.architecture ?? process.arch) ? { init } : {};
    const { containers, images } = this;
    const notes = new Notes(place.directory);
    const box = this.boxOf({ place, names, ...usable }, grant.attemptId);
    const parts: AttemptParts = { ...this.parts, containers, images, grant, place, names, notes, box };
    const attempt = new DockerAttempt(parts, begun);
    const clearing = attempt
      .outcome()
      .then(() => attempt.cleared)
      .catch(() => undefined)
      .finally(() => this.clearing.delete(clearing));
    this.clearing.add(clearing);
    return attempt;
  }
}

/** Who this connector is to an engine; the same after a restart. */
export const ownerLabelIn = async (dataDirectory: string): Promise<string> => {
  const path = join(dataDirectory, 'owner');
  if (!existsSync(path)) await writeDurably(path, randomUUID());
  return readFileSync(path, 'utf8');
};
