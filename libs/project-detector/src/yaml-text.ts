/** Texts that YAML would read as something else where no quotes are. */
const words = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;
const plainText = /^[A-Za-z./][\w ./=@+-]*$/;

/** A text as one scalar of YAML on one line. */
export const scalar = (text: string): string => {
  const isPlain = plainText.test(text) && !text.endsWith(' ') && !words.test(text) && /[a-z]/i.test(text);
  return isPlain ? text : JSON.stringify(text);
};

/** A command: on its line, or as a block that keeps its lines. */
export const command = (text: string, indent: string): string => {
  if (!text.includes('\n')) return isPlainCommand(text) ? text : scalar(text);
  return `|\n${text
    .split('\n')
    .map(line => (line === '' ? '' : `${indent}${line}`))
    .join('\n')}`;
};

/** Commands read better without quotes, which they need only for a few signs. */
const isPlainCommand = (text: string): boolean =>
  /^[A-Za-z./][^\n\t\\#]*[^\s:]$/.test(text) && !text.includes(': ') && !words.test(text);

/** A comment: one line, whatever the text holds. */
export const comment = (text: string): string => `# ${text.replaceAll(/\s+/g, ' ')}`;
