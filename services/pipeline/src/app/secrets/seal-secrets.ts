import { largestSecretsOfStep, type SealSecrets as Message, type SealSecretsReply } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { sealFor } from '@switchyard/kernel/sealed';
import { closest, openSecret, type StoredSecret } from '../../domain/secrets/secret.js';
import type { KeyRing } from './key-ring.js';
import type { Secrets } from './ports.js';

/** Gives one attempt what it may read, sealed for the session that runs it. */
export class SealSecrets {
  constructor(
    private readonly secrets: Secrets,
    private readonly ring: KeyRing,
  ) {}

  async run(message: Message): Promise<SealSecretsReply> {
    const { project, pipelineId, environmentName, secrets } = message;
    const names = [...new Set(Object.values(secrets))];
    const reader = { pipelineId, ...(environmentName === undefined ? {} : { environmentName }) };
    const found = await this.secrets.readable(project, names, reader);
    const chosen = names.map(name => [name, closest(found.filter(one => one.name === name))] as const);
    const missing = chosen.flatMap(([name, secret]) => (secret ? [] : [name]));
    if (missing.length > 0) return { result: 'missing', names: missing };
    const values = await this.valuesOf(chosen.flatMap(([, secret]) => secret ?? []));
    if (Array.isArray(values)) return { result: 'unreadable', names: values };
    return sealed(message, values);
  }

  /** By name; or the names of those that do not open. */
  private async valuesOf(secrets: StoredSecret[]): Promise<Map<string, string> | string[]> {
    const values = new Map<string, string>();
    const unreadable: string[] = [];
    for (const secret of secrets) {
      const value = await this.valueOf(secret);
      if (value === undefined) unreadable.push(secret.name);
      else values.set(secret.name, value);
    }
    return unreadable.length > 0 ? unreadable : values;
  }

  private async valueOf(secret: StoredSecret): Promise<string | undefined> {
    try {
      return openSecret((await this.ring.find(secret.project, secret.key)).bytes, secret);
    } catch (error) {
      // Asked again, it says the same.
      if (!(error instanceof Fault) || error.retry) throw error;
      return undefined;
    }
  }
}

const sealed = ({ secrets, attemptId, sealingKey }: Message, values: Map<string, string>): SealSecretsReply => {
  const variables = Object.fromEntries(
    Object.entries(secrets).map(([variable, name]) => [variable, values.get(name) ?? '']),
  );
  const bytes = Object.values(variables).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  if (bytes > largestSecretsOfStep) return { result: 'too-large', bytes, most: largestSecretsOfStep };
  return { result: 'sealed', sealed: sealFor(sealingKey, attemptId, Buffer.from(JSON.stringify(variables))) };
};
