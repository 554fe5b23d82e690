import { isSameText } from '../same-text.js';

/** The cookie that scripts of the site read and send back as the header `yard-csrf`; the first name is for HTTPS. */
export const csrfCookies = ['__Host-yard_csrf', 'yard_csrf'] as const;

export interface Asked {
  method: string;
  authorization?: string | undefined;
  cookie?: string | undefined;
  /** The header. */
  csrf?: string | undefined;
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);
const shortest = 32;

/**
 * Whether a request may come from another site: it changes something, a browser may have added all that proves its
 * sender, and the header does not repeat the cookie, which other sites cannot read. Only a bearer token is never added
 * by a browser (names and passwords in addresses are), so only it excuses from the header.
 */
export const isForgeable = ({ method, authorization, cookie, csrf }: Asked): boolean => {
  if (harmless.has(method) || cookie === undefined) return false;
  if (authorization !== undefined && /^Bearer \S+$/i.test(authorization)) return false;
  const expected = tokenIn(cookie);
  return expected === undefined || csrf === undefined || !isSameText(csrf, expected);
};

/** Undefined also where the name stands twice: a neighbouring site may have set one of them. */
const tokenIn = (cookie: string): string | undefined => {
  const pairs = cookie.split(';').map(pair => pair.trim().split(/=(.*)/s));
  for (const wanted of csrfCookies) {
    const found = pairs.filter(([name]) => name === wanted);
    if (found.length === 0) continue;
    const value = found.length === 1 ? found[0]?.[1] : undefined;
    return value !== undefined && value.length >= shortest ? value : undefined;
  }
  return undefined;
};
