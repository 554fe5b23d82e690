import { readFile } from 'node:fs/promises';
import { Fault, reasonOf } from '@switchyard/kernel';
import { OpenIdProvider, type ProviderFacts } from './openid-providers.js';

type Stated = Omit<ProviderFacts, 'name'> & { issuer: string };

const texts = ['issuer', 'clientId', 'clientSecret'] as const;

/**
 * The OpenID Connect providers of a file: `{"gitlab": {"issuer", "clientId", "clientSecret", "signUp"?}}`.
 * @throws Fault `bad-config` that lists every mistake at once, and never a value.
 */
export const readProviders = async (path: string): Promise<OpenIdProvider[]> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw bad([`cannot be read: ${reasonOf(cause)}`]);
  });
  const stated = parsed(text);
  const mistakes = Object.entries(stated).flatMap(([name, facts]) => mistakesIn(name, facts));
  if (mistakes.length > 0) throw bad(mistakes);
  return Object.entries(stated).map(([name, facts]) => {
    const { issuer, clientId, clientSecret, signUp = false } = facts as Partial<Stated> & Stated;
    return new OpenIdProvider({ name, issuer, clientId, clientSecret, signUp });
  });
};

const parsed = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below: the parser's own sentence would quote a secret.
  }
  throw bad(['is not a JSON object of names with a provider for each']);
};

const mistakesIn = (name: string, facts: unknown): string[] => {
  if (!/^[a-z0-9-]{1,40}$/.test(name) || name === 'github')
    return [`${JSON.stringify(name)} must be lower-case letters, digits or dashes, and not github`];
  if (!isObject(facts)) return [`${name} must be an object`];
  const missing = texts.filter(key => typeof facts[key] !== 'string' || facts[key] === '');
  const unknown = Object.keys(facts).filter(key => key !== 'signUp' && !(texts as readonly string[]).includes(key));
  const { issuer, signUp } = facts;
  return [
    ...missing.map(key => `${name}.${key} must be text`),
    ...unknown.map(key => `${name} knows no ${JSON.stringify(key)}`),
    ...(typeof issuer === 'string' && issuer !== '' && !isIssuer(issuer)
      ? [`${name}.issuer must be an https address, or one of this machine`]
      : []),
    ...(signUp === undefined || typeof signUp === 'boolean' ? [] : [`${name}.signUp must be true or false`]),
  ];
};

const isIssuer = (text: string): boolean =>
  URL.canParse(text) &&
  (text.startsWith('https://') || /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(`${text}/`));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = (mistakes: string[]): Fault =>
  new Fault({
    code: 'bad-config',
    message: `the file of OIDC_PROVIDERS is not right: ${mistakes.join('; ')}`,
    blame: 'platform',
    retry: false,
    suggestions: ['docs/sign-in.md shows one'],
  });
