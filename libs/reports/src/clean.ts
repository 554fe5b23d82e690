// Escape sequences of terminals, and characters that no text has.
const escapes = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text of a stranger as people may see it: without control characters, and no longer than `most`. */
export const clean = (text: string, most: number): string => {
  // What is cut off anyway need not be looked through; escapes are taken out before it is cut.
  const whole = text
    .slice(0, 4 * most)
    .replace(escapes, '')
    .replace(/\r\n?/g, '\n')
    .replace(controls, '');
  return (whole.length > most ? `${whole.slice(0, most - 1)}…` : whole).toWellFormed();
};

/** The same in one line. */
export const line = (text: string, most: number): string =>
  clean(
    text
      .slice(0, 4 * most)
      .trim()
      .replace(/\s+/g, ' '),
    most,
  );
