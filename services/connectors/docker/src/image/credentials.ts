import { Fault } from '@switchyard/kernel';
import { usualHost } from './reference.js';

/** Variables for the engine alone: the step's container does not get them. */
export const credentialVariables = ['REGISTRY_USERNAME', 'REGISTRY_PASSWORD', 'DOCKER_AUTH_CONFIG'] as const;

/** How to sign in at a registry; undefined where nothing is known of it. */
export type Credentials = (host: string) => SignIn | undefined;

export interface SignIn {
  username: string;
  password: string;
  serveraddress: string;
}

interface Known {
  username?: string;
  password?: string;
  auth?: string;
}

const refuse = (message: string): Fault =>
  new Fault({
    code: 'bad-registry-credentials',
    message,
    blame: 'user',
    retry: false,
    suggestions: ['give the text of a config.json of Docker: {"auths": {"registry.example.com": {"auth": "…"}}}'],
  });

/** As files of Docker name registries: with or without a protocol and a path. */
const hostOf = (text: string): string => {
  const host = text.replace(/^https?:\/\//, '').split('/')[0] ?? '';
  return host === 'index.docker.io' ? usualHost : host;
};

const signedIn = (host: string, { username, password, auth }: Known): SignIn | undefined => {
  const [user = '', ...rest] = Buffer.from(auth ?? '', 'base64')
    .toString()
    .split(':');
  const said = username === undefined ? { username: user, password: rest.join(':') } : { username, password };
  const { username: name = '', password: word = '' } = said;
  return name === '' ? undefined : { username: name, password: word, serveraddress: host };
};

/**
 * What a step's secrets say: `DOCKER_AUTH_CONFIG`, the text of a config.json, knows each registry by its host;
 * `REGISTRY_USERNAME` and `REGISTRY_PASSWORD` are for the step's own registry and no other.
 * @param own the host of the step's `registry`, or of its image
 * @throws Fault `bad-registry-credentials`, which tells nothing of them
 */
export const credentialsOf = (environment: Record<string, string>, own: string): Credentials => {
  const { REGISTRY_USERNAME: username, REGISTRY_PASSWORD: password, DOCKER_AUTH_CONFIG: text } = environment;
  if (username === undefined && password !== undefined)
    throw refuse('REGISTRY_PASSWORD is there, and REGISTRY_USERNAME is not');
  const known = new Map(text === undefined ? [] : authsIn(text));
  if (username !== undefined) known.set(own, { username, password: password ?? '' });
  return host => {
    const found = known.get(host);
    return found && signedIn(host, found);
  };
};

const authsIn = (text: string): [string, Known][] => {
  try {
    const { auths } = JSON.parse(text) as { auths: Record<string, Known> };
    return Object.entries(auths).map(([host, known]) => [hostOf(host), known]);
  } catch {
    throw refuse('DOCKER_AUTH_CONFIG is no text of a config.json');
  }
};

/** The environment without what is for the engine alone. */
export const withoutCredentials = (environment: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !credentialVariables.some(one => one === name)));
