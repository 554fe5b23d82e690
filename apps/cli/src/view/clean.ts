/**
 * Escape sequences of ECMA-48: CSI (5.4), the strings OSC, DCS, SOS, PM and APC (5.6) to their end, others (5.5);
 * also in their 8-bit spelling, which terminals obey too.
 */
const escapes =
  /(?:\x1b\[|\x9b)([0-?]*)([ -/]*)([@-~])?|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;
/** Everything that moves or hides, and the marks that turn the direction of writing. */
const controls = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const ends = /\r\n|[\n\r\v\f\x85\u2028\u2029]/g;

/** One line of text that can do nothing to a terminal. */
export const plain = (text: string): string => text.replace(escapes, '').replace(ends, ' ').replace(controls, '');

/** The same for JSON, where everything else is spelt out already. */
export const plainJson = (json: string): string =>
  json.replace(/[\x7f-\x9f]/g, control => `\\u00${control.charCodeAt(0).toString(16)}`);

/** What a line shows, in order: harmless text, and the parameters of sequences that set its colours (SGR). */
export type Part = { text: string } | { sgr: string };

export const partsOf = (line: string): Part[] => {
  const parts: Part[] = [];
  let from = 0;
  const add = (text: string) => text && parts.push({ text: text.replace(controls, '') });
  for (const match of line.matchAll(escapes)) {
    add(line.slice(from, match.index));
    const [whole, parameters = '', between, end] = match;
    if (end === 'm' && between === '' && /^[0-9;:]*$/.test(parameters)) parts.push({ sgr: parameters });
    from = match.index + whole.length;
  }
  add(line.slice(from));
  return parts;
};
