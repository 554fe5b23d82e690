import type { PipelineId } from '@switchyard/contracts';

/** No name holds it. */
export const separator = '\t';

/** The name under which a pipeline is kept, once in its project: that of a deleted one makes room for another. */
export const keptName = ({ id, name, deleted }: { id: PipelineId; name: string; deleted?: object }): string =>
  deleted ? `${name}${separator}${id}` : name;

export const shownName = (kept: string): string => kept.split(separator)[0] ?? kept;

/** A name as it is searched for: in one case, and each character in one way. */
export const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

const longestGram = 3;
/** More of them narrow nothing further. */
const mostWanted = 8;

/** All pieces of up to three characters of a name: what an index can find it by. */
export const gramsOf = (name: string): string[] => {
  const characters = [...folded(name)];
  const grams = new Set<string>();
  for (let length = 1; length <= longestGram; length += 1)
    for (let at = 0; at + length <= characters.length; at += 1) grams.add(characters.slice(at, at + length).join(''));
  return [...grams];
};

/** Pieces that a name has if `part` is in it. They prove it only where `part` is no longer than a piece. */
export const gramsWanted = (part: string): string[] => {
  const characters = [...folded(part)];
  if (characters.length <= longestGram) return [characters.join('')];
  const grams = new Set<string>();
  // From its end: names begin alike more often than they end alike.
  for (let at = characters.length - longestGram; at >= 0 && grams.size < mostWanted; at -= 1)
    grams.add(characters.slice(at, at + longestGram).join(''));
  return [...grams];
};
