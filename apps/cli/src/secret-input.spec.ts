import { PassThrough, Readable, Writable } from 'node:stream';
import { secretFrom } from './secret-input.js';

const written = () => {
  let text = '';
  const stream = new Writable({
    write: (bytes: Buffer, _encoding, done) => {
      text += bytes.toString();
      done();
    },
  });
  return { stream, text: () => text };
};
const from = (...pieces: (string | Buffer)[]) =>
  secretFrom(Readable.from(pieces.map(piece => Buffer.from(piece))), written().stream, 'value: ');

describe('a secret from standard input', () => {
  it.each([
    [['hunter22'], 'hunter22'],
    [['hunter22\n'], 'hunter22'],
    [['hunter22\r\n'], 'hunter22'],
    [['one\ntwo\n\n'], 'one\ntwo\n'],
    [[Buffer.from('pä').subarray(0, 2), Buffer.from('pä').subarray(2)], 'pä'],
  ])('%j is %j', async (pieces, value) => {
    expect(await from(...pieces)).toBe(value);
  });

  it('may be as large as a secret, and no larger', async () => {
    expect(await from('x'.repeat(49_152), '\n')).toHaveLength(49_152);
    await expect(from('x'.repeat(49_155))).rejects.toThrow('more than 49152 bytes');
    await expect(from(Buffer.from([0xff, 0xfe]))).rejects.toThrow('no UTF-8');
  });

  it('is one line at a terminal, which is not shown', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const prompts = written();
    const asked = secretFrom(input, prompts.stream, 'value of token: ');
    input.write('hunter22\r');
    expect(await asked).toBe('hunter22');
    expect(prompts.text()).toBe('value of token: \n');
  });

  it('that is not given is an end of its own', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const asked = secretFrom(input, written().stream, 'value: ');
    input.end();
    await expect(asked).rejects.toThrow('no value was given');
  });
});
