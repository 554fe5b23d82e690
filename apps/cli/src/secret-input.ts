import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isUtf8 } from 'node:buffer';
import { largestSecret } from '@switchyard/contracts';
import { exit, Stop } from './exit.js';

type Input = NodeJS.ReadableStream & { isTTY?: boolean };

/**
 * A value from standard input: everything there is, without the line break that `echo` puts behind it; or, at a
 * terminal, one line that is not shown while it is typed.
 * @throws Stop for more than a secret can be, or what is no text
 */
export const secretFrom = (input: Input, prompts: NodeJS.WritableStream, question: string): Promise<string> =>
  input.isTTY ? asked(input, prompts, question) : whole(input);

const whole = async (input: Input): Promise<string> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of input) {
    const bytes = Buffer.from(piece as Buffer);
    size += bytes.length;
    // With the line break, which may be two bytes.
    if (size > largestSecret + 2)
      throw new Stop(exit.badInput, `the value has more than ${largestSecret} bytes, which is the most`);
    pieces.push(bytes);
  }
  const bytes = Buffer.concat(pieces);
  if (!isUtf8(bytes)) throw new Stop(exit.badInput, 'the value is no UTF-8 text', ['encode it first, as base64 does']);
  return bytes.toString().replace(/\r?\n$/, '');
};

const asked = (input: Input, prompts: NodeJS.WritableStream, question: string): Promise<string> => {
  prompts.write(question);
  const nowhere = new Writable({ write: (_bytes, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  return new Promise((resolve, reject) => {
    const leave = (act: () => void) => {
      prompts.write('\n');
      act();
    };
    lines.once('line', line => {
      lines.removeAllListeners('close');
      lines.close();
      leave(() => resolve(line));
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => leave(() => reject(new Stop(exit.interrupted, 'no value was given'))));
  });
};
