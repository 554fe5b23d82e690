import type { ContainerCreateOptions, ImageInspectInfo, MountSettings } from 'dockerode';
import { posix } from 'node:path';
import type { Grant } from '@switchyard/contracts';
import { Fault, type Millis } from '@switchyard/kernel';
import { inside } from '../box/box.js';
import type { StepRules } from '../config.js';
import { withoutCredentials } from '../image/credentials.js';
import { bytesOf, type DockerSpec } from '../spec.js';
import { labels } from './names.js';
import { portVariablesOf, publishing } from './ports.js';

/** A user of this machine. */
export interface Owner {
  uid: number;
  gid: number;
}

export interface StepContainer {
  grant: Grant;
  spec: DockerSpec;
  image: ImageInspectInfo;
  rules: StepRules;
  mounts: MountSettings[];
  hasInit: boolean;
  /** The name of the attempt's own network, where it has one. */
  network?: string;
  /** Whose the workspace is. */
  owner: Owner;
  ownerLabel: string;
  timeoutMs?: Millis;
}

/** An engine keeps that much of what a container printed, and no more. */
const logConfig = { Type: 'json-file', Config: { 'max-size': '256m', 'max-file': '2' } };

/** What every container of ours is kept from. */
const hardened = (pidsMax: number) => ({
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges'],
  PidsLimit: pidsMax,
  IpcMode: 'private',
  RestartPolicy: { Name: 'no' },
  LogConfig: logConfig,
});

const refuse = (code: string, message: string, blame: 'user' | 'policy', suggestions: string[] = []): Fault =>
  new Fault({ code, message, blame, retry: false, suggestions });

const last = ({ command, script }: DockerSpec): string[] => {
  if (command !== undefined) return [command];
  return script === undefined ? [] : [inside.script];
};

const commandOf = ({ Entrypoint, Cmd }: ImageInspectInfo['Config']): string[] => [Entrypoint ?? [], Cmd ?? []].flat();

/** What the first process of a container is to run. @throws Fault `no-command` */
export const argvOf = (spec: DockerSpec, { Config }: ImageInspectInfo): string[] => {
  const { command, script, entrypoint = [] } = spec;
  if (entrypoint.length > 0) return [...entrypoint, ...last(spec)];
  if (command !== undefined) return ['/bin/sh', '-e', '-c', command];
  if (script !== undefined) return script.startsWith('#!') ? [inside.script] : ['/bin/sh', '-e', inside.script];
  const own = commandOf(Config);
  if (own.length > 0) return own;
  throw refuse('no-command', 'the step has no command, and neither has its image', 'user', ['add run: to the step']);
};

/** The first process of a container together with what it runs. */
export const underInit = (
  argv: string[],
  times: { record: string; leaseMs: Millis; timeoutMs?: Millis; graceMs: Millis; directory: string },
): string[] => {
  const { record, leaseMs, timeoutMs = 0, graceMs, directory } = times;
  const numbers = [leaseMs, timeoutMs, graceMs].map(String) as [string, string, string];
  return [inside.init, 'run', record, inside.lease, ...numbers, directory, ...argv];
};

/** @throws Fault `capability-refused` */
export const capabilitiesOf = ({ capabilities = [] }: DockerSpec, { allowed }: StepRules): string[] => {
  const wanted = capabilities.map(one => one.replace(/^CAP_/, ''));
  const refused = wanted.filter(one => !allowed.includes(one));
  if (refused.length === 0) return wanted;
  throw refuse('capability-refused', `this connector allows no step the capability ${refused.join(', ')}`, 'policy', [
    'whoever runs the connector can allow it by DOCKER_ALLOWS',
  ]);
};

/** As its connector unless the step says another, so that what it leaves can be read and removed. */
export const userOf = ({ user }: DockerSpec, { uid, gid }: Owner): string => user ?? `${String(uid)}:${String(gid)}`;

/** Its variables, without those that only say who may pull and push. */
export const variablesOf = ({
  grant,
  spec,
  owner,
}: Pick<StepContainer, 'grant' | 'spec' | 'owner'>): Record<string, string> => {
  // A number without a name has no home of its own.
  const home = spec.user === undefined && owner.uid !== 0 ? { HOME: '/tmp' } : {};
  const own = { ...portVariablesOf(grant), YARD_WORKSPACE: inside.workspace, YARD_OUTPUT: inside.outputs };
  return { ...home, ...withoutCredentials(grant.environment), ...own };
};

const environmentOf = (step: StepContainer): string[] =>
  Object.entries(variablesOf(step)).map(([name, value]) => `${name}=${value}`);

/** How an engine is told to make the container of a step. */
export const stepOptions = (step: StepContainer): ContainerCreateOptions => {
  const { grant, spec, image, rules, mounts, hasInit, network, owner, timeoutMs } = step;
  const directory = posix.resolve(inside.workspace, spec.workingDirectory ?? '.');
  const argv = argvOf(spec, image);
  const times = { record: inside.record, leaseMs: grant.leaseMs, graceMs: rules.graceMs, directory };
  const memory = spec.memory === undefined ? undefined : bytesOf(spec.memory);
  const published = publishing(grant, rules);
  return {
    ...published.exposed,
    Image: image.Id,
    Entrypoint: hasInit ? underInit(argv, { ...times, ...(timeoutMs === undefined ? {} : { timeoutMs }) }) : argv,
    Cmd: [],
    Env: environmentOf(step),
    User: userOf(spec, owner),
    WorkingDir: hasInit ? '/' : directory,
    StopSignal: 'SIGTERM',
    Healthcheck: { Test: ['NONE'] },
    Labels: { [labels.attempt]: grant.attemptId, [labels.owner]: step.ownerLabel },
    HostConfig: {
      ...hardened(rules.pidsMax),
      CapAdd: capabilitiesOf(spec, rules),
      Init: !hasInit,
      Mounts: mounts,
      NetworkMode: network ?? rules.network,
      ...published.host,
      ...(memory === undefined ? {} : { Memory: memory, MemorySwap: memory }),
      ...(spec.cpus === undefined ? {} : { NanoCpus: Math.round(spec.cpus * 1e9) }),
      ...(spec.readOnly ? { ReadonlyRootfs: true, Tmpfs: { '/tmp': '' } } : {}),
    },
  };
};

export interface SideContainer {
  grant: Grant;
  service: NonNullable<Grant['services']>[number];
  image: ImageInspectInfo;
  rules: StepRules;
  mounts: MountSettings[];
  hasInit: boolean;
  network: string;
  ownerLabel: string;
}

/** Nanoseconds, as engines count. */
const health = (command: string) => ({
  Test: ['CMD-SHELL', command],
  Interval: 500e6,
  Timeout: 10e9,
  StartPeriod: 0,
  Retries: 1_000_000,
});

/** How an engine is told to make a container beside a step. */
export const serviceOptions = (side: SideContainer): ContainerCreateOptions => {
  const { grant, service, image, rules, mounts, hasInit, network, ownerLabel } = side;
  const { Config } = image;
  const argv = commandOf(Config);
  const times = { record: '-', leaseMs: grant.leaseMs, graceMs: 1_000, directory: Config.WorkingDir || '/' };
  return {
    Image: image.Id,
    ...(hasInit ? { Entrypoint: underInit(argv, times), Cmd: [] } : {}),
    Env: Object.entries(service.environment).map(([name, value]) => `${name}=${value}`),
    Hostname: service.name,
    ExposedPorts: Object.fromEntries(service.ports.map(port => [`${String(port)}/tcp`, {}])),
    StopSignal: 'SIGTERM',
    Healthcheck: service.health === undefined ? { Test: ['NONE'] } : health(service.health),
    Labels: { [labels.attempt]: grant.attemptId, [labels.owner]: ownerLabel },
    HostConfig: {
      ...hardened(rules.pidsMax),
      CapAdd: [...rules.serviceCapabilities],
      Init: !hasInit,
      Mounts: mounts,
      NetworkMode: network,
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [service.name] } } },
  };
};
