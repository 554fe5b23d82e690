const longest = 500;

/**
 * Where a browser goes after it signed in: a path of this site, and never another site. Undefined for anything else.
 * Browsers read `\` as `/`, drop tabs and line breaks, and take `//` for another host (URL Standard, section 4.4).
 */
export const returnPathOf = (wish: string): string | undefined => {
  if (wish.length > longest || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wish)) return undefined;
  const here = new URL('http://here.invalid');
  if (!URL.canParse(wish, here.href)) return undefined;
  const { origin, pathname, search, hash } = new URL(wish, here);
  const path = `${pathname}${search}${hash}`;
  // `/.//evil.example` is `//evil.example` once its dots are resolved.
  return origin === here.origin && !path.startsWith('//') ? path : undefined;
};
