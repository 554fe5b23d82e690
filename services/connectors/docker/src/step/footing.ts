import { posix } from 'node:path';
import type { Footing, Place } from '@switchyard/connector-kit';
import type { Grant } from '@switchyard/contracts';
import { inside } from '../box/box.js';
import type { StepRules } from '../config.js';
import type { Engine } from '../engine/engine.js';
import { bytesOf, readSpec } from '../spec.js';
import { capabilitiesOf, type Owner, userOf, variablesOf } from './container-options.js';
import { labels } from './names.js';

export interface FootingParts {
  engine: Pick<Engine, 'address'>;
  rules: StepRules;
  owner: Owner;
  ownerLabel: string;
  copies: boolean;
}

/**
 * What a container needs to be like that of a step. Its services are gone, and so is what it wrote outside of its
 * workspace. An engine that sees none of this machine's folders can make none: there the workspace alone is left.
 */
export const footingOf = (
  { engine, rules, owner, ownerLabel, copies }: FootingParts,
  grant: Grant,
  place: Place,
  image: string,
): Footing => {
  const spec = readSpec(grant.config);
  const environment = variablesOf({ grant, spec, owner });
  if (copies) return { directory: place.workspace, environment: { ...environment, YARD_WORKSPACE: place.workspace } };
  const container = {
    engine: engine.address.name,
    image,
    user: userOf(spec, owner),
    network: rules.network,
    workspace: inside.workspace,
    readOnly: spec.readOnly ?? false,
    pidsMax: rules.pidsMax,
    capabilities: capabilitiesOf(spec, rules),
    ...(spec.memory === undefined ? {} : { memory: bytesOf(spec.memory) }),
    labels: { [labels.attempt]: grant.attemptId, [labels.owner]: ownerLabel },
  };
  return { directory: posix.resolve(inside.workspace, spec.workingDirectory ?? '.'), environment, container };
};
