import { lookup } from 'node:dns/promises';
import { stat } from 'node:fs/promises';
import { getMetadataStorage } from 'class-validator';
import { Fault } from '@switchyard/kernel';
import { type Surroundings, unsafe } from '@switchyard/kernel/sanity';

/** What this machine says of files and names. */
const thisMachine: Surroundings = {
  modeOf: async path => (await stat(path).catch(() => undefined))?.mode,
  addressesOf: async name => {
    const found = await lookup(name, { all: true }).catch(() => []);
    return found.map(({ address }) => address);
  },
};

/**
 * Stops a start with secrets that everybody knows, files of keys that everybody may read, or a store or bus in the open.
 * @param Class the configuration whose variables are looked at.
 * @throws Fault `unsafe-config` that lists everything at once, each with the word that allows it.
 */
export const refuseUnsafe = async (
  Class: new () => object,
  environment: NodeJS.ProcessEnv,
  surroundings: Surroundings = thisMachine,
): Promise<void> => {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
  const variables = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const findings = await unsafe(environment, variables, surroundings);
  if (findings.length === 0) return;
  throw new Fault({
    code: 'unsafe-config',
    message: findings.map(({ message }) => message).join('; '),
    blame: 'platform',
    retry: false,
    suggestions: ['yard doctor lists everything that is wrong'],
  });
};
