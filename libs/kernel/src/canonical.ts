/**
 * JSON in the one form that everybody writes alike (RFC 8785): no spaces, keys in the order of their UTF-16 units,
 * numbers and strings as ECMAScript writes them. Members that are undefined are left out.
 * @param value of what JSON has: no cycles, no dates.
 */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(one => canonical(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
};
