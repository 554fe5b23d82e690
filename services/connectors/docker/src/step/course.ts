import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode';
import { type Ending, type GrowingFile, type LogOfParts, type Place, withOutputs } from '@switchyard/connector-kit';
import type { Grant, PortNote } from '@switchyard/contracts';
import { type Millis, reach } from '@switchyard/kernel';
import type { Box } from '../box/box.js';
import type { StepRules } from '../config.js';
import type { Containers } from '../engine/containers.js';
import type { Engine } from '../engine/engine.js';
import { makeNetwork, removeNetwork } from '../engine/networks.js';
import { build } from '../image/build.js';
import { type Credentials, credentialsOf } from '../image/credentials.js';
import type { Images, Work } from '../image/images.js';
import { referenceOf } from '../image/reference.js';
import { bytesOf, type DockerSpec, readSpec } from '../spec.js';
import { type Owner, stepOptions } from './container-options.js';
import { endingOf } from './ending.js';
import { LogFollower } from './log-follower.js';
import { buildNameOf, labels, type Names } from './names.js';
import type { NoteOfBegin, Notes } from './notes.js';
import { anotherOwner, giveWorkspaceTo } from './ownership.js';
import { checkPorts, findPorts } from './ports.js';
import { nothingRan, published, untrustedPush } from './publish.js';
import { readRecord } from './record.js';
import { SideContainers } from './side-containers.js';
import type { Spool } from './spool.js';

export interface CourseParts {
  engine: Engine;
  containers: Containers;
  images: Images;
  rules: StepRules;
  owner: Owner;
  ownerLabel: string;
  grant: Grant;
  place: Place;
  names: Names;
  notes: Notes;
  box: Box;
  log: LogOfParts;
  /** What is said before the container, and after it. */
  said: { before: GrowingFile; after: GrowingFile };
  /** Of what the container prints. */
  spool: () => Spool;
  /** Hears where its ports are reached. */
  ports: (ports: PortNote[]) => void;
  /** Aborts when the step is not to begin any more. */
  signal: AbortSignal;
  /** When the time of the step is over, as `Date.now()` counts. */
  deadlineAt: Millis | undefined;
}

const zero = '0001-01-01T00:00:00Z';

/** Whether it ran, or runs. */
export const hasStarted = (container: ContainerInspectInfo | undefined): boolean =>
  container !== undefined && container.State.StartedAt !== zero && container.State.Status !== 'created';

/** What becomes of one step, from its image to its end. A later process goes on where an earlier one died. */
export class Course {
  private readonly spec: DockerSpec;
  private readonly side: SideContainers;
  private readonly credentials: Credentials;

  /** @throws Fault `bad-config`, `bad-image` or `bad-registry-credentials` */
  constructor(private readonly parts: CourseParts) {
    const { grant, box } = parts;
    this.spec = readSpec(grant.config);
    const { image, tags, registry } = this.spec;
    const { host } = referenceOf(image ?? tags?.[0] ?? 'scratch', registry);
    this.credentials = credentialsOf(grant.environment, host);
    this.side = new SideContainers({ ...parts, mounts: box.sideMounts, hasInit: this.hasInit });
  }

  /** @throws Fault of what kept the step from starting; nothing of it has run then */
  async run(begun: NoteOfBegin): Promise<Ending> {
    const { containers, names } = this.parts;
    const found = begun.starting && (await containers.inspect(names.container));
    if (begun.starting && !found) return this.gone(begun.beganAt);
    if (begun.starting && hasStarted(found)) {
      reach('docker.adopt.found');
      return this.watched(begun);
    }
    const starting = begun.starting ? begun : await this.prepared(begun);
    if (!starting) return this.builtAlone(begun.beganAt);
    // What was stopped before is not started; what is stopped meanwhile is stopped below.
    this.parts.signal.throwIfAborted();
    await containers.start(names.container, this.parts.signal);
    reach('docker.start.afterStart');
    return this.watched(starting);
  }

  /** Takes away everything that was made for it. */
  async clear(): Promise<void> {
    const { containers, names, engine, grant } = this.parts;
    const own = [names.container, names.owner].map(name => containers.removeOf(name, grant.attemptId));
    await Promise.all([...own, this.side.remove()]);
    await this.parts.box.remove();
    if (this.side.services.length > 0) await removeNetwork(engine, names.network);
  }

  private get hasInit(): boolean {
    return this.parts.box.shared.init !== undefined;
  }

  private work(log: GrowingFile): Work {
    return { say: line => log.add(line), signal: this.parts.signal, credentials: this.credentials };
  }

  private imageOf(): Promise<ImageInspectInfo> {
    const { engine, images, place, grant, ownerLabel, said } = this.parts;
    const { image, registry, pull } = this.spec;
    const work = this.work(said.before);
    if (image !== undefined) return images.ensure(referenceOf(image, registry), pull, work);
    // The same for each build: another label would be another layer.
    const made = { [labels.owner]: ownerLabel };
    const order = { spec: this.spec, workspace: place.workspace, name: buildNameOf(grant), labels: made };
    return build({ engine, images }, order, work);
  }

  /** Everything up to the start. @returns undefined where an image is built and nothing is run in it */
  private async prepared(begun: NoteOfBegin): Promise<NoteOfBegin | undefined> {
    const { containers, names, notes, box, signal, grant, said, engine, ownerLabel } = this.parts;
    const isBuildAlone = this.spec.dockerfile !== undefined && !this.isRun;
    if (this.spec.push && grant.untrusted) throw untrustedPush();
    checkPorts(grant, this.parts.rules);
    if (isBuildAlone) return undefined;
    const image = await this.imageOf();
    await box.make(this.spec.script);
    if (this.side.services.length > 0)
      await makeNetwork(
        engine,
        { name: names.network, labels: { [labels.attempt]: grant.attemptId, [labels.owner]: ownerLabel } },
        this.work(said.before),
      );
    reach('docker.start.beforeCreate');
    await containers.create(names.container, this.options(image), signal);
    await box.deliver();
    reach('docker.start.afterCreate');
    await this.side.begin(this.work(said.before));
    await this.own(image, 'step', signal);
    signal.throwIfAborted();
    const { memory } = this.spec;
    const starting: NoteOfBegin['starting'] = {
      imageId: image.Id,
      uses: this.hasInit ? 'init' : 'nothing',
      ...(memory === undefined ? {} : { memory: bytesOf(memory) }),
    };
    const note = { ...begun, ...notes.begun, starting };
    await box.feed();
    await notes.begin(note);
    reach('docker.start.beforeStart');
    return note;
  }

  private async builtAlone(beganAt: Millis): Promise<Ending> {
    const image = await this.imageOf();
    await this.parts.log.add(this.parts.said.after);
    return this.pushed(nothingRan(beganAt), image);
  }

  private get isRun(): boolean {
    const { command, script, entrypoint } = this.spec;
    return command !== undefined || script !== undefined || entrypoint !== undefined;
  }

  private options(image: ImageInspectInfo) {
    const { grant, rules, owner, ownerLabel, names, box, deadlineAt } = this.parts;
    return stepOptions({
      grant,
      spec: this.spec,
      image,
      rules,
      mounts: box.mounts,
      hasInit: this.hasInit,
      owner,
      ownerLabel,
      ...(this.side.services.length > 0 ? { network: names.network } : {}),
      ...(deadlineAt === undefined ? {} : { timeoutMs: Math.max(1, deadlineAt - Date.now()) }),
    });
  }

  /** Where the step runs as somebody else, the workspace is theirs meanwhile. */
  private async own(image: ImageInspectInfo, whose: 'step' | 'connector', signal: AbortSignal): Promise<void> {
    const { owner, box, containers, names, grant, ownerLabel } = this.parts;
    const theirs = anotherOwner(this.spec, owner);
    if (!theirs || !this.hasInit || (whose === 'step' && theirs === 'by name')) return;
    const parts = { containers, names, attemptId: grant.attemptId, ownerLabel, image, mounts: box.mounts };
    await giveWorkspaceTo(parts, whose === 'step' && theirs !== 'by name' ? theirs : owner, signal);
  }

  private async watched(note: NoteOfBegin): Promise<Ending> {
    const { engine, containers, grant, names, place, log, said, images, notes, signal, rules, ports } = this.parts;
    void findPorts({ grant, name: names.container, containers, engine, tell: ports });
    const spool = this.parts.spool();
    await log.add(spool);
    if (signal.aborted) void containers.stop(names.container, graceSeconds(rules)).catch(() => undefined);
    const follower = new LogFollower({ engine, containers, name: names.container, spool, directory: place.directory });
    const info = await follower.follow();
    spool.finish();
    await log.add(said.after);
    if (!info) return { ...this.gone(note.beganAt), droppedBytes: spool.droppedBytes };
    await this.parts.box.collect();
    const stopped = notes.begun?.stopped;
    const ending = await withOutputs(await this.endOf(info, note, spool, stopped), place.directory);
    const image = await images.find(note.starting?.imageId ?? '');
    if (!image) return ending;
    await this.own(image, 'connector', new AbortController().signal);
    return this.pushed(ending, image);
  }

  private async endOf(
    { State }: ContainerInspectInfo,
    { starting }: NoteOfBegin,
    spool: Spool,
    stopped: NoteOfBegin['stopped'],
  ): Promise<Ending> {
    const { box } = this.parts;
    return endingOf({
      exitCode: State.ExitCode,
      oomKilled: State.OOMKilled,
      startedAt: Date.parse(State.StartedAt),
      finishedAt: Math.max(Date.parse(State.StartedAt), Date.parse(State.FinishedAt)),
      droppedBytes: spool.droppedBytes,
      ...(starting?.memory === undefined ? {} : { memory: starting.memory }),
      ...(State.Error ? { error: State.Error } : {}),
      ...(starting?.uses === 'init' ? { record: readRecord(await box.recordText()) } : {}),
      ...(stopped ? { stopped } : {}),
      ...(spool.trouble === undefined ? {} : { logError: spool.trouble }),
    });
  }

  private pushed(ending: Ending, image: ImageInspectInfo): Promise<Ending> {
    const { engine, images, grant, said } = this.parts;
    return published({ engine, images }, { spec: this.spec, grant, image }, this.work(said.after), ending);
  }

  private gone(beganAt: Millis): Ending {
    const reason = 'its container is gone: somebody removed it, or the engine lost it';
    const times = { startedAt: beganAt, finishedAt: Date.now() };
    return { kind: 'failed', failure: 'platform', reason, droppedBytes: 0, ...times };
  }
}

/** The first process of a container kills by itself; the engine does where that does not happen. */
export const graceSeconds = ({ graceMs }: StepRules): number => Math.ceil(graceMs / 1_000) + 2;
