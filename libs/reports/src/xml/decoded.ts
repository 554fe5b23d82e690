import { TextDecoder } from 'node:util';
import { badReport } from '../bad-report.js';

const declared = /^<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']/;

const encodingOf = (start: Uint8Array): string => {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const named = declared.exec(Buffer.from(start.subarray(0, 300)).toString('latin1'))?.[1] ?? 'utf-8';
  // What says in ASCII that it is UTF-16 is not.
  return /^utf-?16/i.test(named) ? 'utf-8' : named;
};

const decoderOf = (encoding: string): TextDecoder => {
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    throw badReport(`it is written in ${encoding}, which nobody here reads`, error);
  }
};

/** Bytes among which the mark or the declaration lies. */
const startBytes = 300;

/** The text of an XML file, piece by piece, by its mark or its declaration. What is no text in it becomes U+FFFD. */
export async function* decoded(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let start = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const piece of body) {
    if (!decoder) start = Buffer.concat([start, piece]);
    if (!decoder && start.length < startBytes) continue;
    const next = decoder ? piece : start;
    decoder ??= decoderOf(encodingOf(start));
    yield decoder.decode(next, { stream: true });
  }
  if (decoder) return yield decoder.decode();
  yield decoderOf(encodingOf(start)).decode(start);
}
