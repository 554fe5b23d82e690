import { Fault } from '@switchyard/kernel';

/** A name of an image, as registries and engines understand it. */
export interface Reference {
  /** Host of the registry; that of Docker where none is said. */
  host: string;
  /** Everything before the tag or the digest. */
  repository: string;
  /** `latest` unless said; a digest stands in place of a tag. */
  tag: string;
  /** All of it. */
  whole: string;
}

/** The registry of names without one, as engines call it. */
export const usualHost = 'docker.io';

const isHost = (word: string): boolean => word.includes('.') || word.includes(':') || word === 'localhost';
/** The engine has the last word; this keeps out what would be something else than a name in its API. */
const form = /^[a-zA-Z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/;

/**
 * @param registry host and path for names that have no host of their own
 * @throws Fault `bad-image`
 */
export const referenceOf = (text: string, registry?: string): Reference => {
  if (!form.test(text) || text.length > 500)
    throw new Fault({
      code: 'bad-image',
      message: `${JSON.stringify(text.slice(0, 200))} is no name of an image`,
      blame: 'user',
      retry: false,
      suggestions: ['write one such as node:24 or registry.example.com/team/web:1'],
    });
  const [name = '', digest] = inRegistry(text, registry).split('@');
  const colon = name.lastIndexOf(':');
  const repository = colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
  const tag = digest ?? (name.slice(repository.length + 1) || 'latest');
  return { host: hostOf(repository), repository, tag, whole: `${repository}${digest ? '@' : ':'}${tag}` };
};

/** What stands before the first slash, where that is a host. */
const hostOf = (text: string): string => {
  const first = text.slice(0, Math.max(0, text.indexOf('/')));
  return isHost(first) ? first : usualHost;
};

const inRegistry = (text: string, registry = ''): string => {
  const prefix = registry.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  return prefix === '' || isHost(text.slice(0, Math.max(0, text.indexOf('/')))) ? text : `${prefix}/${text}`;
};
