import { execFileSync } from 'node:child_process';
import { curlOf, lastWord, word } from './curl.js';

/** The words as a shell reads them, with `curl` printing each on a line. */
const words = (command: string): string[] => {
  const script = `curl() { printf '%s\\n' "$@"; }; YARD_TOKEN=secret; ${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
};

describe('a request as a command', () => {
  it('is read by a shell as it is meant, whatever the body says', () => {
    const body = { reason: `it's $HOME "broken" \`now\`` };
    const command = curlOf({ request: 'POST /api/ci/executions/1/cancel', body }, 'https://ci.example.org');
    expect(words(command)).toEqual([
      ...['-X', 'POST', '-H', 'Authorization: Bearer secret', '-H', 'content-type: application/json'],
      ...['-d', JSON.stringify(body), 'https://ci.example.org/api/ci/executions/1/cancel'],
    ]);
  });

  it('names no method where it only reads', () => {
    const command = curlOf({ request: 'GET /api/ci/executions?status=failed&limit=5' }, 'http://127.0.0.1:8080');
    expect(words(command)).toEqual([
      ...['-H', 'Authorization: Bearer secret'],
      'http://127.0.0.1:8080/api/ci/executions?status=failed&limit=5',
    ]);
  });
});

describe('a name in a command', () => {
  const hostile = `'; touch /tmp/x #$(id)\`id\``;

  it.each([
    [`yard pipelines show ${lastWord(hostile)}`, ['pipelines', 'show', hostile]],
    [
      `yard pipelines show ${lastWord('--url=http://hostile.invalid')}`,
      ['pipelines', 'show', '--', '--url=http://hostile.invalid'],
    ],
    [`yard secrets list --project=${word(hostile)}`, ['secrets', 'list', `--project=${hostile}`]],
    [`yard pipelines show ${lastWord('web shop')}`, ['pipelines', 'show', 'web shop']],
    [`yard members list ${lastWord('web-2')}`, ['members', 'list', 'web-2']],
  ])('is one word: %s', (command, expected) => {
    expect(words(command.replace('yard', 'curl'))).toEqual(expected);
  });

  it('is a part of the address, also with spaces', () => {
    expect(words(curlOf({ request: `GET /api/x?y=${hostile}` }, 'http://a')).at(-1)).toBe(
      `http://a/api/x?y=${hostile}`,
    );
  });
});
