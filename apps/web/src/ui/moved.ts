/** The key of the row that `by` rows further on, down or up: from none to the first or the last, and never off the list. */
export const moved = (keys: readonly string[], from: string | undefined, by: number): string | undefined => {
  const at = from === undefined ? -1 : keys.indexOf(from);
  if (at < 0) return by > 0 ? keys[0] : keys.at(-1);
  return keys[Math.min(keys.length - 1, Math.max(0, at + by))];
};
