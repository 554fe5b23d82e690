/** Attributes as `@fastify/cookie` takes them. */
export interface CookieAttributes {
  httpOnly: true;
  secure: boolean;
  sameSite: 'lax' | 'strict';
  path: string;
  /** Seconds; absent: until the browser ends. */
  maxAge?: number;
}

export interface CookieWish {
  /** Whether people reach the gateway by https. */
  https: boolean;
  path?: string;
  maxAgeSeconds?: number;
  /** Comes along when a link of another site leads here: what a sign-in elsewhere needs on its way back. */
  fromLinks?: boolean;
}

/** No script reads it, no other site's form sends it, and where there is https it never travels without. */
export const cookieAttributes = ({
  https,
  path = '/',
  maxAgeSeconds,
  fromLinks = false,
}: CookieWish): CookieAttributes => ({
  httpOnly: true,
  secure: https,
  sameSite: fromLinks ? 'lax' : 'strict',
  path,
  ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
});

/** `__Host-` binds a cookie to this host and to https (RFC 6265bis, section 4.1.3); browsers refuse it without. */
export const cookieName = (name: string, { https, path = '/' }: CookieWish): string =>
  https && path === '/' ? `__Host-${name}` : name;
