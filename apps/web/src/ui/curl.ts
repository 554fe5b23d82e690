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

/** The same as a command for a terminal; the token is the reader's own, and none is in it. */
export const curlOf = ({ request, body }: Commands, origin: string): string => {
  const [method = 'GET', path = '/'] = request.split(' ');
  const words = [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    '-H "Authorization: Bearer $YARD_TOKEN"',
    ...(body ? ["-H 'content-type: application/json'", '-d', quoted(JSON.stringify(body))] : []),
    quoted(`${origin}${path}`),
  ];
  return words.join(' ');
};
