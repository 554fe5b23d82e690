import fc from 'fast-check';
import { isOfPlatform, stripped } from './stripped.js';

const [one, other] = ['01m84ywyccwh2egkrpyg85s86c', '01m84ywz0000000000000000aa'];

describe('a line without what differs between any two runs', () => {
  it.each([
    ['at 2026-11-23T12:30:04.123Z done', 'at <time> done'],
    ['2026-11-23 12:30:04,123 INFO up', '<time> INFO up'],
    ['Mon Nov 23 12:30:04 UTC 2026', '<time>'],
    ['Mon, 23 Nov 2026 12:30:04 GMT: hello', '<time>: hello'],
    ['[12:30:04] start', '[<time>] start'],
    ['epoch 1795769623716 and 1795769623', 'epoch <time> and <time>'],
    ['ok in 12 ms', 'ok in <duration>'],
    ['ok (1m3.5s), 2.25 seconds', 'ok (<duration>), <duration>'],
    [`in /home/a/.yard/connectors/shell/workspaces/${one}/src/a.ts`, 'in <workspace>/src/a.ts'],
    [`/d/connectors/docker/workspaces/${one}.own/${one}.build.1/x`, '<workspace>/x'],
    ['wrote /tmp/tmp.aB3xY9/out.txt, and more', 'wrote <temp>, and more'],
    [`execution ${one} of 0b1f6a9e-7f5c-4c0e-9d53-2f3f7c1d9a10`, 'execution <id> of <id>'],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '<id>'],
    ['listening on 127.0.0.1:43121 (pid 311)', 'listening on 127.0.0.1:<port> (pid <pid>)'],
    ['\u001b[32mgreen\u001b[0m  ', 'green'],
  ])('%j is %j', (line, expected) => expect(stripped(line)).toBe(expected));

  it.each([
    'sha256 9fceb02d3ae598e95dc970b74767f19372d61af8',
    '23911',
    'version 1.4.2 of 512 files',
    'exit code 3',
    'ratio 0.75, 12 of 24 passed',
    'src/tmp/a.ts',
  ])('%j stays as it is', line => expect(stripped(line)).toBe(line));

  it('is the same for the workspaces of two executions', () => {
    const at = (root: string, id: string) => stripped(`${root}/connectors/shell/workspaces/${id}/build`);
    expect(at('/srv/yard', one)).toBe(at('/home/me/.yard/verify/run-x', other));
  });

  it('is stripped already', () => {
    fc.assert(fc.property(fc.string(), text => stripped(stripped(text)) === stripped(text)));
  });
});

it.each([
  'Source: taken from the copy that this connector has',
  'remote: Counting objects: 100% (3/3), done.',
  'cache "npm-1": not found',
  'Pulling busybox:1',
  '5cc84ad355aa: Pull complete',
  ' ---> Using cache',
])('%j is of the platform', line => expect(isOfPlatform(line)).toBe(true));

it.each(['Source: commit 9fceb02 of refs/heads/main', 'npm: cache is clean', 'Building', 'result'])(
  '%j is of the step',
  line => expect(isOfPlatform(line)).toBe(false),
);
