/** Values of a query; undefined and empty ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** An address within the application. */
export const placeOf = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
};

/** Only a path of this site: what stands in an address may be anybody's. */
export const returnPlace = (wish: string | undefined): string => {
  if (wish === undefined || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wish)) return '/';
  const { origin, pathname, search, hash } = new URL(wish, 'http://here.invalid');
  const path = `${pathname}${search}${hash}`;
  return origin === 'http://here.invalid' && !path.startsWith('//') ? path : '/';
};
