/** What a state of a pattern takes: one character that it accepts, after which the state behind it is next. */
interface Taker {
  takes: (character: string) => boolean;
  /** Stays where it is while it takes. */
  repeats: boolean;
  /** May be left out. */
  optional: boolean;
  next: number;
}
/** A place where the pattern goes on in several ways. */
interface Fork {
  ways: number[];
}
type State = Taker | Fork | 'end';

/** A pattern made ready; see {@link matches}. */
export type Glob = readonly State[];

const notSlash = (character: string) => character !== '/';
const anything = () => true;

/**
 * Reads a glob: `*` and `?` stay within a name between slashes, `**` does not, `**` and a slash also stand for no folder
 * at all, `[a-z]` and `[!a-z]` are one character, `{a,b}` is either, and a backslash takes the meaning from what follows
 * it. What is not closed stands for itself. Never fails.
 */
export const globOf = (pattern: string): Glob => new Reader([...pattern]).read();

/**
 * Whether the whole text matches. All ways through the pattern are followed side by side, so the time grows with the
 * length of the text times that of the pattern, whatever both hold.
 */
export const matches = (glob: Glob, text: string): boolean => {
  let current = new Set<number>();
  enter(glob, 0, current);
  for (const character of text) {
    const following = new Set<number>();
    for (const index of current) {
      const state = glob[index];
      if (!isTaker(state) || !state.takes(character)) continue;
      enter(glob, state.repeats ? index : state.next, following);
    }
    if (following.size === 0) return false;
    current = following;
  }
  return [...current].some(index => glob[index] === 'end');
};

const isTaker = (state: State | undefined): state is Taker => typeof state === 'object' && 'takes' in state;

/** Adds a state and all that can be reached from it without a character. */
const enter = (glob: Glob, from: number, into: Set<number>): void => {
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const state = glob[index];
    if (state === undefined || into.has(index)) continue;
    into.add(index);
    if (state === 'end') continue;
    if (!isTaker(state)) open.push(...state.ways);
    else if (state.optional) open.push(state.next);
  }
};

/** Writes the states of a pattern, from left to right; each of them leads to one that stands behind it, or to itself. */
class Reader {
  private readonly states: State[] = [];
  private at = 0;

  constructor(private readonly characters: string[]) {}

  read(): Glob {
    while (this.at < this.characters.length) this.one(this.characters.length);
    this.states.push('end');
    return this.states;
  }

  /** Reads one piece of the pattern, which ends before `limit`. */
  private one(limit: number): void {
    const character = this.characters[this.at];
    if (character === '*') return this.stars(limit);
    if (character === '?') return this.taker(notSlash, 1);
    if (character === '[') return this.choice(limit);
    if (character === '{') return this.either(limit);
    if (character === '\\' && this.at + 1 < limit) this.at += 1;
    const literal = this.characters[this.at];
    this.taker(one => one === literal, 1);
  }

  private taker(takes: Taker['takes'], length: number, how: { repeats?: true; optional?: true } = {}): void {
    this.at += length;
    const { repeats = false, optional = false } = how;
    this.states.push({ takes, repeats, optional, next: this.states.length + 1 });
  }

  private stars(limit: number): void {
    let count = 0;
    while (this.at + count < limit && this.characters[this.at + count] === '*') count += 1;
    if (count === 1) return this.taker(notSlash, 1, { repeats: true, optional: true });
    const isWholeName = this.at === 0 || this.characters[this.at - 1] === '/';
    if (!isWholeName || this.characters[this.at + count] !== '/' || this.at + count >= limit)
      return this.taker(anything, count, { repeats: true, optional: true });
    // Any folders with their slashes, or none: then the slash is left out too.
    const fork = this.states.length;
    this.states.push({ ways: [fork + 1, fork + 3] });
    this.taker(anything, count, { repeats: true, optional: true });
    this.taker(one => one === '/', 1);
  }

  private choice(limit: number): void {
    const negated = ['!', '^'].includes(this.characters[this.at + 1] ?? '');
    const first = this.at + (negated ? 2 : 1);
    // A bracket in the first place stands for itself.
    const close = this.characters.indexOf(']', first + 1);
    if (close < 0 || close >= limit) return this.taker(one => one === '[', 1);
    const inside = this.characters.slice(first, close);
    const includes = rangesOf(inside);
    this.taker(one => one !== '/' && includes(one) !== negated, close + 1 - this.at);
  }

  private either(limit: number): void {
    const bounds = this.boundsOfEither(limit);
    if (!bounds) return this.taker(one => one === '{', 1);
    const fork: Fork = { ways: [] };
    this.states.push(fork);
    const exits: Fork[] = [];
    for (const [index, bound] of bounds.entries()) {
      if (index === 0) this.at += 1;
      fork.ways.push(this.states.length);
      while (this.at < bound) this.one(bound);
      const exit: Fork = { ways: [] };
      exits.push(exit);
      this.states.push(exit);
      this.at = bound + 1;
    }
    for (const exit of exits) exit.ways.push(this.states.length);
  }

  /** Where each alternative ends; undefined when the brace is never closed. */
  private boundsOfEither(limit: number): number[] | undefined {
    const bounds: number[] = [];
    let depth = 0;
    for (let index = this.at + 1; index < limit; index += 1) {
      const character = this.characters[index];
      if (character === '\\') index += 1;
      else if (character === '{') depth += 1;
      else if (character === '}' && depth > 0) depth -= 1;
      else if (character === '}') return [...bounds, index];
      else if (character === ',' && depth === 0) bounds.push(index);
    }
    return undefined;
  }
}

/** `a-z` and single characters. */
const rangesOf = (inside: string[]) => {
  const ranges: [string, string][] = [];
  for (let index = 0; index < inside.length; index += 1) {
    const from = inside[index] ?? '';
    const to = inside[index + 1] === '-' ? inside[index + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) index += 2;
  }
  const code = (character: string) => character.codePointAt(0) ?? 0;
  return (one: string) => ranges.some(([from, to]) => code(from) <= code(one) && code(one) <= code(to));
};
