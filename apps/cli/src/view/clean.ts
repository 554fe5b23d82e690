/**
 * Escape sequences of ECMA-48: CSI (5.4), the strings OSC, DCS, SOS, PM and APC (5.6) to their end, others (5.5);
 * also in their 8-bit spelling, which terminals obey too.
 */
const escapes =
  /(?:\x1b\[|\x9b)([0-?]*)([ -/]*)([@-~])?|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;
/** Everything that moves or hides, and the marks that turn the direction of writing. */
const controls = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const marked = /\x1b\[[0-9;:]*m/;

/** Text that can do nothing to a terminal. */
export const plain = (text: string): string => text.replace(escapes, '').replace(controls, '');

/** One line of output whose colours stay, and nothing else: a step cannot write over other lines or name the window. */
export const coloured = (text: string): string => {
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(escapes)) {
    kept.push(text.slice(from, match.index).replace(controls, ''));
    const [whole, parameters = '', between, end] = match;
    if (end === 'm' && between === '' && /^[0-9;:]*$/.test(parameters)) kept.push(`\x1b[${parameters}m`);
    from = match.index + whole.length;
  }
  kept.push(text.slice(from).replace(controls, ''));
  const line = kept.join('');
  return marked.test(line) ? `${line}\x1b[0m` : line;
};
