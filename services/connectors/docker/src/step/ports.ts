import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { hostname } from 'node:os';
import { type Grant, type PortNote, type PortPlan, portVariable } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { StepRules } from '../config.js';
import type { EngineAddress } from '../engine/address.js';
import type { Containers } from '../engine/containers.js';
import type { Engine } from '../engine/engine.js';

/** Nobody else is in the step's own network, so any number that it may listen on without rights will do. */
const firstChosen = 8_080;

/** The numbers that a step listens on, in its container. */
export const insideOf = (plans: readonly PortPlan[]): Required<PortPlan>[] => {
  const named = new Set(plans.map(({ port }) => port));
  let next = firstChosen;
  const chosen = (): number => {
    while (named.has(next)) next += 1;
    return next++;
  };
  return plans.map(({ name, port }) => ({ name, port: port ?? chosen() }));
};

export const portVariablesOf = ({ ports = [] }: Pick<Grant, 'ports'>): Record<string, string> =>
  Object.fromEntries(insideOf(ports).map(({ name, port }) => [portVariable(name), String(port)]));

const keyOf = (port: number): string => `${String(port)}/tcp`;

/** How an engine is told to publish them, each on a port of its host that it chooses. */
export const publishing = (
  { ports = [] }: Pick<Grant, 'ports'>,
  { portsAddress }: Pick<StepRules, 'portsAddress'>,
): { exposed: ContainerCreateOptions; host: NonNullable<ContainerCreateOptions['HostConfig']> } => {
  if (ports.length === 0 || portsAddress === undefined) return { exposed: {}, host: {} };
  const keys = insideOf(ports).map(({ port }) => keyOf(port));
  return {
    exposed: { ExposedPorts: Object.fromEntries(keys.map(key => [key, {}])) },
    host: { PortBindings: Object.fromEntries(keys.map(key => [key, [{ HostIp: portsAddress, HostPort: '' }]])) },
  };
};

/** In these nothing can be published. */
const withoutPorts = ['none', 'host'];

/** @throws Fault `ports-refused` where this connector publishes none */
export const checkPorts = (
  { ports = [], services = [] }: Pick<Grant, 'ports' | 'services'>,
  { portsAddress, network }: Pick<StepRules, 'portsAddress' | 'network'>,
): void => {
  const isElsewhere = services.length === 0 && withoutPorts.includes(network);
  if (ports.length === 0 || (portsAddress !== undefined && !isElsewhere)) return;
  throw new Fault({
    code: 'ports-refused',
    message: isElsewhere
      ? `this connector's steps are in the network ${network}, where no ports can be published`
      : 'this connector publishes no ports of steps',
    blame: 'policy',
    retry: false,
    suggestions: [
      `whoever runs the connector can allow it by ${isElsewhere ? 'DOCKER_NETWORK' : 'DOCKER_PUBLISHES_ON'}`,
    ],
  });
};

/** Where an engine has published them; nothing of a container that has ended. */
export const publishedBy = (
  { NetworkSettings }: Pick<ContainerInspectInfo, 'NetworkSettings'>,
  { ports = [] }: Pick<Grant, 'ports'>,
  { isLocal, options }: Pick<EngineAddress, 'isLocal' | 'options'>,
): PortNote[] => {
  const machine = isLocal ? hostname() : options.host;
  const host = machine === undefined ? {} : { host: machine };
  return insideOf(ports).flatMap(({ name, port }) => {
    const bound = NetworkSettings.Ports[keyOf(port)]?.[0];
    return bound ? [{ name, address: bound.HostIp, port: Number(bound.HostPort), ...host }] : [];
  });
};

interface Finding {
  grant: Grant;
  name: string;
  containers: Containers;
  engine: Pick<Engine, 'address'>;
  tell: (ports: PortNote[]) => void;
}

/** Beside the step: it goes on also where its engine cannot be asked. */
export const findPorts = async ({ grant, name, containers, engine, tell }: Finding): Promise<void> => {
  if (!grant.ports) return;
  const info = await containers.inspect(name).catch(() => undefined);
  const ports = info ? publishedBy(info, grant, engine.address) : [];
  if (ports.length > 0) tell(ports);
};
