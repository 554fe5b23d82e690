import { reasonOf } from '@switchyard/kernel';
import sax from 'sax';
import { badReport } from '../bad-report.js';
import { maxAttributeLength, maxAttributes, maxDepth } from '../limits.js';
import { decoded } from './decoded.js';

export type Attributes = Readonly<Record<string, string | undefined>>;

/** Told of a document as it is read. */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  /** Perhaps in several pieces. */
  text(text: string): void;
  close(name: string): void;
}

// What a parser holds in memory of one name, attribute or comment; text comes in pieces of at most as much.
Object.assign(sax, { MAX_BUFFER_LENGTH: maxAttributeLength });

/** Only the five entities that every XML document has. */
const strict = { strictEntities: true } as sax.SAXOptions;

/** Without prefix: `t:testcase` is a test case. */
const plain = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads a document as a stream. Entities that a document defines are not expanded, and nothing is fetched: a reference
 * to one is a mistake.
 * @param roots one of which the document must have for its root
 * @throws Fault `bad-report` with the line of the mistake
 */
export const readXml = async (
  body: AsyncIterable<Uint8Array>,
  roots: readonly string[],
  listener: XmlListener,
): Promise<void> => {
  const parser = sax.parser(true, strict);
  const reader = new Reader(parser, roots, listener);
  for await (const text of decoded(body)) reader.write(text);
  reader.end();
};

class Reader {
  private depth = 0;
  private attributes = 0;
  private hasRoot = false;
  private mistake: string | undefined;

  constructor(
    private readonly parser: sax.SAXParser,
    private readonly roots: readonly string[],
    private readonly listener: XmlListener,
  ) {
    parser.onerror = error => this.fail(reasonOf(error).split('\n', 1)[0] ?? 'it is not XML');
    parser.onopentagstart = () => (this.attributes = 0);
    parser.onattribute = () => {
      this.attributes += 1;
      if (this.attributes > maxAttributes) this.fail(`an element has more than ${maxAttributes} attributes`);
    };
    parser.onopentag = ({ name, attributes }) => this.open(plain(name), attributes as Attributes);
    parser.onclosetag = name => {
      this.depth -= 1;
      if (this.mistake === undefined) listener.close(plain(name));
    };
    parser.ontext = text => this.mistake ?? listener.text(text);
    parser.oncdata = text => this.mistake ?? listener.text(text);
  }

  write(text: string): void {
    // A piece may be of any size; its mistake is found before the next is read.
    for (let from = 0; from < text.length; from += 65_536) {
      this.parser.write(text.slice(from, from + 65_536));
      this.check();
    }
  }

  end(): void {
    this.parser.close();
    this.check();
    if (!this.hasRoot) throw badReport('it is no XML document');
  }

  private open(name: string, attributes: Attributes): void {
    if (this.mistake !== undefined) return;
    this.depth += 1;
    this.hasRoot = true;
    if (this.depth > maxDepth) return this.fail(`its elements lie more than ${maxDepth} within each other`);
    if (this.depth === 1 && !this.roots.includes(name))
      return this.fail(`its root is <${name.slice(0, 60)}>, and not <${this.roots.join('> or <')}>`);
    this.listener.open(name, attributes);
  }

  private fail(mistake: string): void {
    this.mistake ??= `${mistake} (line ${this.parser.line + 1})`;
  }

  private check(): void {
    if (this.mistake !== undefined) throw badReport(this.mistake);
  }
}
