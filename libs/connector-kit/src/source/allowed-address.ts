import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { isMistake, readRepository, type RepositoryAddress } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { SourceConfig } from './config.js';

/** What the operator of this connector lets a source name. */
export interface AddressPolicy {
  protocols: readonly string[];
  /** Whole paths. */
  roots: readonly string[];
}

export const policyOf = ({ SOURCE_PROTOCOLS, SOURCE_FILE_ROOTS = '' }: SourceConfig): AddressPolicy => ({
  protocols: SOURCE_PROTOCOLS.split(','),
  roots: SOURCE_FILE_ROOTS.split(',').filter(root => root !== ''),
});

/**
 * The address, where it is one and this connector may fetch from there.
 * @throws Fault `bad-repository` | `credentials-in-url` | `protocol-not-allowed` | `path-not-allowed` | `unknown-repository`
 */
export const allowedAddress = async (text: string, policy: AddressPolicy): Promise<RepositoryAddress> => {
  const read = readRepository(text);
  if (isMistake(read))
    throw new Fault({
      code: read.code,
      message: read.mistake,
      blame: 'user',
      retry: false,
      suggestions: [read.suggestion],
    });
  if (!policy.protocols.includes(read.protocol))
    throw new Fault({
      code: 'protocol-not-allowed',
      message: `this connector fetches no repositories over ${read.protocol}, such as ${text}; it does over ${policy.protocols.join(' and ')}`,
      blame: 'policy',
      retry: false,
      suggestions: ['use another address of the repository', 'let the operator add it to SOURCE_PROTOCOLS'],
    });
  return read.path === undefined ? read : { ...read, ...(await placed(read.path, policy.roots)) };
};

/** Where it is when links are followed, so that none leads out of what is allowed. */
const placed = async (path: string, roots: readonly string[]): Promise<{ path: string; url: string }> => {
  const found = await realpath(path).catch(() => undefined);
  const allowed = await Promise.all(roots.map(root => realpath(root).catch(() => root)));
  const isBelow = (root: string) => `${found ?? path}/`.startsWith(root.endsWith(sep) ? root : `${root}/`);
  if (!allowed.some(isBelow))
    throw new Fault({
      code: 'path-not-allowed',
      message: `${path} is in no folder whose repositories this connector may fetch`,
      blame: 'policy',
      retry: false,
      suggestions: ['let the operator add its folder to SOURCE_FILE_ROOTS'],
    });
  if (found === undefined)
    throw new Fault({
      code: 'unknown-repository',
      message: `there is no repository ${path} on the connector’s machine`,
      blame: 'user',
      retry: false,
      suggestions: ['check the path in source:'],
    });
  return { path: found, url: `file://${found}` };
};
