/** Whether a folder matches a glob of a workspace: `*` within a name, `**` for any folders. Takes linear time for each name. */
export const matchesGlob = (glob: string, path: string): boolean =>
  matches(partsOf(glob), partsOf(path), part => part === '**', matchesName);

const partsOf = (text: string): string[] => text.split('/').filter(part => part !== '' && part !== '.');

const matchesName = (pattern: string, name: string): boolean =>
  matches(
    [...pattern],
    [...name],
    sign => sign === '*',
    (sign, own) => sign === own,
  );

/** Goes back to the last wildcard only, which is enough and cannot explode. */
const matches = (
  pattern: readonly string[],
  text: readonly string[],
  isWild: (sign: string) => boolean,
  isSame: (sign: string, own: string) => boolean,
): boolean => {
  let [at, own, wildAt, wildOwn] = [0, 0, -1, 0];
  while (own < text.length) {
    const sign = pattern[at];
    if (sign !== undefined && isWild(sign)) {
      [wildAt, wildOwn] = [at, own];
      at += 1;
    } else if (sign !== undefined && isSame(sign, text[own] ?? '')) {
      at += 1;
      own += 1;
    } else if (wildAt >= 0) {
      wildOwn += 1;
      [at, own] = [wildAt + 1, wildOwn];
    } else return false;
  }
  return pattern.slice(at).every(isWild);
};
