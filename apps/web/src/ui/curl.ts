// What a page does, as commands for a terminal.

export interface Commands {
  /** Without the `yard` before it. */
  yard?: string;
  /** A request: `GET /api/ci/executions`. */
  request: string;
  /** What it sends, as JSON. */
  body?: object;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A name in a command: whatever it holds, a shell runs nothing of it. */
export const word = (name: string): string => (/^[\w.:@/+-]+$/.test(name) ? name : quoted(name));

/** The same at the end of a command, which takes it for no option either. */
export const lastWord = (name: string): string => (name.startsWith('-') ? `-- ${word(name)}` : word(name));

/** The same as a command for a terminal; the token is the reader's own, and none is in it. */
export const curlOf = ({ request, body }: Commands, origin: string): string => {
  const [method = 'GET', ...rest] = request.split(' ');
  const words = [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    '-H "Authorization: Bearer $YARD_TOKEN"',
    ...(body ? ["-H 'content-type: application/json'", '-d', quoted(JSON.stringify(body))] : []),
    quoted(`${origin}${rest.join(' ')}`),
  ];
  return words.join(' ');
};
