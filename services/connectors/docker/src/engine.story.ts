import { randomBytes } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningAttempt } from '@switchyard/connector-kit';
import type { AttemptId, ExecutionId, Grant, ProjectId, StepId } from '@switchyard/contracts';
import { sortableId } from '@switchyard/kernel';
import Docker from 'dockerode';
import { initProgram } from './box/init-program.js';
import { DockerConfig, rulesOf, type StepRules } from './config.js';
import { DockerConnector } from './docker.connector.js';
import { addressOf } from './engine/address.js';
import { Engine } from './engine/engine.js';
import type { Owner } from './step/container-options.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Why there can be no containers here; undefined where there can. Starts an engine where there is none and may be one. */
export const noEngine = ((): string | undefined => {
  const started = spawnSync(join(root, 'infra/docker/engine.sh'), { encoding: 'utf8' });
  if (started.status !== 0) return started.stderr.trim().split('\n')[0] ?? 'no engine';
  const made = spawnSync(process.execPath, [join(root, 'infra/docker/test-images/make.mjs')], { encoding: 'utf8' });
  return made.status === 0 ? undefined : 'the images for tests cannot be made';
})();

export const docker = new Docker();
export const busybox = 'switchyard-test/busybox:1';

/** `describe` where there is an engine; else skipped, with the reason in its name. */
export const describeEngine = (name: string, body: () => void): void =>
  (noEngine === undefined ? describe : describe.skip)(noEngine ? `${name} (skipped: ${noEngine})` : name, body);

/** What a test may choose. */
export interface Chosen {
  rules?: Partial<StepRules>;
  owner?: Owner;
  engine?: Engine;
  copies?: boolean;
}

/** A connector on a real engine, with folders and a label of its own; what it leaves behind can be counted. */
export class Ground {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'yard-docker-')));
  readonly workspace = join(this.folder, 'workspace');
  readonly label = `test-${sortableId(Date.now(), randomBytes(16))}`;
  readonly executionId = sortableId(Date.now(), randomBytes(16)) as string as ExecutionId;
  private attempts = 0;
  private readonly connectors: DockerConnector[] = [];

  private constructor(private readonly init: string | undefined) {
    mkdirSync(this.workspace);
    mkdirSync(join(this.folder, 'journal'));
  }

  static async open(): Promise<Ground> {
    return new Ground(await initProgram(join(tmpdir(), `switchyard-programs-${String(process.getuid?.())}`)));
  }

  /** A process of the connector, as far as a test can tell: another one may take up what it left. */
  async connector({ rules = {}, owner = ownOwner, engine, copies = false }: Chosen = {}): Promise<DockerConnector> {
    const usual = rulesOf(new DockerConfig());
    const parts = {
      copies,
      rules: { ...usual, graceMs: 500, ...rules },
      owner,
      ownerLabel: this.label,
      init: this.init,
    };
    const connector: DockerConnector = new DockerConnector({
      ...parts,
      engine: engine ?? new Engine(addressOf({}), () => connector.opened()),
    });
    await connector.watchEngine();
    this.connectors.push(connector);
    return connector;
  }

  grant(config: Record<string, unknown>, over: Partial<Grant> = {}): Grant {
    return {
      attemptId: `${this.executionId}.one.${String((this.attempts += 1))}` as AttemptId,
      project: 'default' as ProjectId,
      executionId: this.executionId,
      stepId: 'one' as StepId,
      stepName: 'one',
      config: { image: busybox, ...config },
      environment: {},
      leaseMs: 90_000,
      ...over,
    };
  }

  place({ attemptId }: Grant) {
    const directory = join(this.folder, 'journal', attemptId);
    mkdirSync(directory, { recursive: true });
    return { directory, workspace: this.workspace };
  }

  async run(connector: DockerConnector, config: Record<string, unknown>, over: Partial<Grant> = {}) {
    const grant = this.grant(config, over);
    return ended(await connector.start(grant, this.place(grant)));
  }

  /** Of this ground alone: others may use the engine as well. */
  async left(): Promise<string[]> {
    const filters = { label: [`switchyard.owner=${this.label}`] };
    const [containers, networks, volumes] = await Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters }),
    ]);
    return [
      ...containers.flatMap(one => one.Names),
      ...networks.map(one => one.Name),
      ...(volumes.Volumes ?? []).map(one => one.Name),
    ];
  }

  async close(): Promise<void> {
    await Promise.all(this.connectors.map(one => one.close()));
    const filters = { label: [`switchyard.owner=${this.label}`] };
    for (const { Id } of await docker.listContainers({ all: true, filters }))
      await docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined);
    for (const { Id } of await docker.listNetworks({ filters }))
      await docker
        .getNetwork(Id)
        .remove()
        .catch(() => undefined);
    for (const { Id } of await docker.listImages({ filters }))
      await docker
        .getImage(Id)
        .remove({ force: true })
        .catch(() => undefined);
    if (existsSync(this.folder)) execFileSync('rm', ['-rf', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const ownOwner: Owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/** The end of an attempt, and all it printed. */
export const ended = async (run: RunningAttempt) => {
  const ending = await run.outcome();
  return { ...ending, output: await outputOf(run) };
};

export const outputOf = async ({ log }: RunningAttempt): Promise<string> => {
  const parts: Buffer[] = [];
  for (let from = 0, bytes = await log.read(0, 65_536); bytes.length > 0; bytes = await log.read(from, 65_536)) {
    parts.push(bytes);
    from += bytes.length;
  }
  return Buffer.concat(parts).toString();
};

/** Waits for a fact. */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> => {
  for (const until = Date.now() + withinMs; Date.now() < until; await new Promise(resolve => setTimeout(resolve, 50))) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`there never was ${what}`);
};
