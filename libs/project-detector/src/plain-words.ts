const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** A text of the checkout inside a sentence or a name: on one line, short, and nothing that cannot be seen. */
export const plainWords = (text: string, longest = 80): string => {
  const seen = text
    .slice(0, longest * 4)
    .replace(hidden, ' ')
    .replaceAll('${{', '{{')
    .trim();
  return seen.length > longest ? `${[...seen].slice(0, longest - 1).join('')}…` : seen;
};

/** A word as a shell reads it back. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
