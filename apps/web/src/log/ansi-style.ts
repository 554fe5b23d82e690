/** One of the sixteen colours that a theme names, or red, green and blue. */
export type Colour = number | `rgb(${number}, ${number}, ${number})`;

/** How text looks after the escapes before it; what is absent is as usual. */
export interface AnsiStyle {
  readonly fore?: Colour;
  readonly back?: Colour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly struck?: true;
  readonly inverse?: true;
}

type Flag = Exclude<keyof AnsiStyle, 'fore' | 'back'>;

export const plain: AnsiStyle = Object.freeze({});

/** Text that asks to be hidden or to blink is shown: a log keeps nothing from its reader. */
const on: Partial<Record<number, Flag>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'struck',
  21: 'underline',
};
const off: Partial<Record<number, readonly (keyof AnsiStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['struck'],
  39: ['fore'],
  49: ['back'],
};

/**
 * The style after "select graphic rendition" (ECMA-48, 8.3.117) with these parameters, as text between `ESC [` and `m`.
 * Unknown ones change nothing.
 */
export const styled = (before: AnsiStyle, parameters: string): AnsiStyle => {
  let style = before;
  const parts = parameters.split(';');
  for (let at = 0; at < parts.length; at += 1) {
    const [code = 0, ...more] = (parts[at] ?? '').split(':').map(Number);
    if (code !== 38 && code !== 48) {
      style = simple(style, code, more);
      continue;
    }
    // With colons a colour is one parameter; with semicolons the ones behind belong to it.
    const isWhole = more.length > 0;
    const { colour, used } = colourOf(isWhole ? more : parts.slice(at + 1, at + 5).map(Number), isWhole);
    if (!isWhole) at += used;
    style = coloured(style, code === 38 ? 'fore' : 'back', colour);
  }
  return style;
};

const coloured = (style: AnsiStyle, which: 'fore' | 'back', colour: Colour | undefined): AnsiStyle =>
  colour === undefined ? style : { ...style, [which]: colour };

const simple = (style: AnsiStyle, code: number, [kind]: readonly number[]): AnsiStyle => {
  if (code === 0) return plain;
  if (code === 4 && kind === 0) return without(style, ['underline']);
  const flag = on[code];
  if (flag) return style[flag] ? style : { ...style, [flag]: true };
  const gone = off[code];
  if (gone) return without(style, gone);
  const named = namedColour(code);
  return named ? { ...style, ...named } : style;
};

const without = (style: AnsiStyle, names: readonly (keyof AnsiStyle)[]): AnsiStyle => {
  const rest = Object.entries(style).filter(([name]) => !names.includes(name as keyof AnsiStyle));
  return rest.length === 0 ? plain : Object.fromEntries(rest);
};

const namedColour = (code: number): AnsiStyle | undefined => {
  if (code >= 30 && code <= 37) return { fore: code - 30 };
  if (code >= 40 && code <= 47) return { back: code - 40 };
  if (code >= 90 && code <= 97) return { fore: code - 82 };
  if (code >= 100 && code <= 107) return { back: code - 92 };
  return undefined;
};

/** `5;n` or `2;r;g;b`; with colons a colour space may stand before the three. */
const colourOf = (parts: readonly number[], isWhole: boolean): { colour?: Colour; used: number } => {
  if (parts[0] === 5) {
    const colour = indexed(parts[1]);
    return { used: 2, ...(colour === undefined ? {} : { colour }) };
  }
  if (parts[0] !== 2) return { used: 1 };
  const [red, green, blue] = isWhole && parts.length > 4 ? parts.slice(2) : parts.slice(1);
  const colour = [red, green, blue].every(isByte) ? rgb(Number(red), Number(green), Number(blue)) : undefined;
  return { used: 4, ...(colour === undefined ? {} : { colour }) };
};

const isByte = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= 255;

const rgb = (red: number, green: number, blue: number): Colour => `rgb(${red}, ${green}, ${blue})`;

const levels = [0, 95, 135, 175, 215, 255];

/** The 256 colours of xterm: 16 named ones, a cube of 6 by 6 by 6, and 24 greys. */
const indexed = (index: number | undefined): Colour | undefined => {
  if (!isByte(index)) return undefined;
  if (index < 16) return index;
  if (index >= 232) return rgb(8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10);
  const place = index - 16;
  const level = (step: number) => levels[Math.floor(place / step) % 6] ?? 0;
  return rgb(level(36), level(6), level(1));
};
