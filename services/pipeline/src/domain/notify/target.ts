import type { NotifyKind } from '@switchyard/contracts';

/** Whom to tell, checked. */
export type NotifyTarget =
  | { kind: 'webhook'; url: string; secret?: string; headers: Record<string, string> }
  /** `secret` is the name of the one that holds its address. */
  | { kind: 'slack'; secret: string; channel?: string; message?: string }
  | { kind: 'email'; to: string[]; subject?: string }
  | { kind: 'github'; as: 'status' | 'comment'; repository?: string; context?: string };

export type ReadTarget = { target: NotifyTarget } | { target?: undefined; mistake: string; suggestion: string };

/** The secret that holds the address of a Slack channel where none is named. */
const usualSlackSecret = 'slack';
const mostAddresses = 50;
const mostHeaders = 20;
const longest = 2_000;

type Config = Record<string, unknown>;

/** Reads what `notifications:` of a file, or a project, says of one target. Pure. */
export const targetOf = (kind: NotifyKind, config: Config): ReadTarget => {
  switch (kind) {
    case 'webhook':
      return webhookOf(config);
    case 'slack':
      return { target: { kind, secret: usualSlackSecret, ...wordsIn(config, 'secret', 'channel', 'message') } };
    case 'email':
      return emailOf(config);
    case 'github': {
      const as = config['as'] === 'comment' ? 'comment' : 'status';
      return { target: { kind, as, ...wordsIn(config, 'repository', 'context') } };
    }
  }
};

/** Its name for people, without what may be a secret. */
export const nameOf = (target: NotifyTarget): string => {
  switch (target.kind) {
    case 'webhook': {
      const { origin, pathname } = new URL(target.url);
      return `${origin}${pathname}`.slice(0, 300);
    }
    case 'slack':
      return target.channel ?? `secret ${target.secret}`;
    case 'email':
      return target.to.join(', ').slice(0, 300);
    case 'github':
      return `${target.as}${target.repository === undefined ? '' : ` of ${target.repository}`}`;
  }
};

const webhookOf = (config: Config): ReadTarget => {
  const address = typeof config['url'] === 'string' ? config['url'] : '';
  const url = URL.canParse(address) && address.length <= longest ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return {
      mistake: 'url must be an http or https address without a user in it',
      suggestion: 'write url: https://example.com/hook, and put secrets into headers or secret',
    };
  const headers = headersIn(config['headers']);
  if (!headers) return badHeaders;
  return { target: { kind: 'webhook', url: url.href, headers, ...wordsIn(config, 'secret') } };
};

/** As RFC 9110 has names and values; those that say where a request goes and how long it is are not for others to set. */
const headerName =
  /^(?!(?:host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|user-agent|yard-.*)$)[a-z0-9-]{1,100}$/i;
const headerValue = /^[\x20-\x7e]{0,2000}$/;

const badHeaders: ReadTarget = {
  mistake: `headers must be at most ${mostHeaders} names with texts, and none that the request itself needs`,
  suggestion: 'write headers: { X-Team: web }',
};

const headersIn = (given: unknown): Record<string, string> | undefined => {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const entries = Object.entries(given as Config);
  const isRight = ([name, value]: [string, unknown]) =>
    headerName.test(name) && typeof value === 'string' && headerValue.test(value);
  return entries.length <= mostHeaders && entries.every(isRight)
    ? (Object.fromEntries(entries) as Record<string, string>)
    : undefined;
};

/** Plain addresses only: no names, no lists in one text, nothing that could begin another header. */
const mailAddress = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/;

const emailOf = (config: Config): ReadTarget => {
  const to = [config['to']].flat();
  if (to.length > mostAddresses || !to.every(one => typeof one === 'string' && mailAddress.test(one)))
    return {
      mistake: `to must be at most ${mostAddresses} addresses such as team@example.com`,
      suggestion: 'write to: team@example.com, or a list of such',
    };
  return { target: { kind: 'email', to: to as string[], ...wordsIn(config, 'subject') } };
};

/** Those of these keys that say something, on one line. */
const wordsIn = <Key extends string>(config: Config, ...keys: Key[]): { [K in Key]?: string } => {
  const said = keys.flatMap(key => {
    const value = config[key];
    if (typeof value !== 'string') return [];
    const word = value
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, longest);
    return word === '' ? [] : [[key, word] as const];
  });
  return Object.fromEntries(said) as { [K in Key]?: string };
};
