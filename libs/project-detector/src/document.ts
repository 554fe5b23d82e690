// Looks into parsed JSON, TOML and YAML that nobody has checked. Only own properties count.

/** What is at a place, or undefined. */
export const valueAt = (value: unknown, ...keys: string[]): unknown => {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
};

export const textAt = (value: unknown, ...keys: string[]): string | undefined => {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
};

export const hasAt = (value: unknown, ...keys: string[]): boolean => valueAt(value, ...keys) !== undefined;

/** The keys of a table; none where there is no table. */
export const keysAt = (value: unknown, ...keys: string[]): string[] => {
  const found = valueAt(value, ...keys);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
};

/** The texts of a list; none where there is no list. */
export const textsAt = (value: unknown, ...keys: string[]): string[] => {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found.filter(one => typeof one === 'string') : [];
};
