type Tree = Record<string, unknown>;

/**
 * What an update has to set so that `before` becomes `after`, one level into lists: an unchanged part is the same
 * object in both. Values only ever get added or replaced here, never removed, but for `undefined`, which becomes null-free
 * absence by setting the whole parent.
 */
export const changedPaths = (path: string, before: object, after: object): Tree => {
  const [old, now] = [before as Tree, after as Tree];
  if (Object.keys(old).some(key => !(key in now))) return { [path]: after };
  const set: Tree = {};
  for (const [key, value] of Object.entries(now)) {
    if (value === old[key]) continue;
    Object.assign(set, changedValue(`${path}.${key}`, old[key], value));
  }
  return set;
};

const changedValue = (path: string, old: unknown, now: unknown): Tree => {
  if (!Array.isArray(old) || !Array.isArray(now) || old.length !== now.length) return { [path]: now };
  const set: Tree = {};
  for (const [index, item] of now.entries()) if (item !== old[index]) set[`${path}.${index}`] = item;
  return set;
};

/**
 * What an update has to set so that a list of entries becomes `after`: the changed ones and those at its end, where it
 * begins with the same names in the same order; else all of it.
 * @param itemOf an entry as it is stored
 */
export const changedEntries = <Value>(
  path: string,
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
  itemOf: (name: string, value: Value) => unknown,
): Tree => {
  if (after === before) return {};
  const now = Object.entries(after);
  if (Object.keys(before).some((name, index) => now[index]?.[0] !== name))
    return { [path]: now.map(([name, value]) => itemOf(name, value)) };
  const set: Tree = {};
  for (const [index, [name, value]] of now.entries())
    if (before[name] !== value) set[`${path}.${index}`] = itemOf(name, value);
  return set;
};
