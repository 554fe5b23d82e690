import { type AnsiStyle, plain, styled } from './ansi-style.js';

const escape = '\x1b';
/** Parameters longer than this mean nothing to anybody. */
const longestParameters = 256;

/** Where in an escape sequence (ECMA-48, 5.3 and 5.6) the next character stands. */
type State = 'text' | 'escape' | 'sequence' | 'string' | 'string-escape';

/**
 * Tells text from the escapes in it. Escapes are taken out, and those for colours change the style of what follows; none
 * of them reaches beyond its line. Text may come in pieces, and as bytes where each is one character.
 */
export class AnsiReader {
  private state: State = 'text';
  private parameters = '';

  constructor(public style: AnsiStyle = plain) {}

  /** Whether the next piece begins with text, where it has no escapes. */
  get isPlain(): boolean {
    return this.state === 'text';
  }

  /** @param onText is told each stretch of text, while {@link style} is its style. */
  read(piece: string, onText?: (text: string) => void): void {
    for (let at = 0; at < piece.length;) {
      if (this.state !== 'text') {
        at += this.step(piece[at] ?? '') ? 1 : 0;
        continue;
      }
      const next = piece.indexOf(escape, at);
      const end = next < 0 ? piece.length : next;
      if (end > at) onText?.(piece.slice(at, end));
      at = end + 1;
      if (next >= 0) this.state = 'escape';
    }
  }

  /** @returns false where the character is none of the escape, and has to be read again. */
  private step(char: string): boolean {
    if (char === '\n') {
      this.state = 'text';
      return false;
    }
    switch (this.state) {
      case 'escape':
        return this.stepEscape(char);
      case 'sequence':
        return this.stepSequence(char);
      case 'string':
        if (char === '\x07') this.state = 'text';
        if (char === escape) this.state = 'string-escape';
        return true;
      case 'string-escape':
        this.state = char === escape ? 'string-escape' : char === '\\' ? 'text' : 'string';
        return true;
      default:
        return false;
    }
  }

  private stepEscape(char: string): boolean {
    if (char === '[') {
      this.state = 'sequence';
      this.parameters = '';
      return true;
    }
    if (char === ']' || char === 'P' || char === '_' || char === '^' || char === 'X') this.state = 'string';
    // Characters before the last one, such as in `ESC ( B`.
    else if (!(char >= ' ' && char <= '/')) this.state = 'text';
    return char >= ' ' && char <= '~';
  }

  private stepSequence(char: string): boolean {
    if (char >= ' ' && char <= '?') {
      if (this.parameters.length <= longestParameters) this.parameters += char;
      return true;
    }
    this.state = 'text';
    if (char === 'm' && /^[\d;:]{0,256}$/.test(this.parameters)) this.style = styled(this.style, this.parameters);
    return char >= '@' && char <= '~';
  }
}

/** A stretch of one line in one style. */
export interface Span {
  text: string;
  style: AnsiStyle;
}

/** Changes of style in one line beyond this are not shown: each costs the page an element. */
const mostSpans = 200;

/** What a line shows, which begins in some style, and the style that the next one begins in. */
export const spansOf = (line: string, before: AnsiStyle = plain): { spans: Span[]; after: AnsiStyle } => {
  let spans: Span[] = [];
  let isReturned = false;
  const reader = new AnsiReader(before);
  const put = (text: string) => {
    if (text === '') return;
    if (isReturned) spans = [];
    isReturned = false;
    const last = spans.at(-1);
    if (last && (last.style === reader.style || spans.length >= mostSpans)) last.text += text;
    else spans.push({ text, style: reader.style });
  };
  reader.read(line, text => {
    // As on a terminal, what comes behind a carriage return is written over what stands before it.
    for (const [index, part] of text.split('\r').entries()) {
      if (index > 0) isReturned = true;
      put(part);
    }
  });
  return { spans: spans.map(({ text, style }) => ({ text: visible(text), style })), after: reader.style };
};

/** Without its escapes. */
export const bareText = (line: string): string => {
  let text = '';
  new AnsiReader().read(line, part => (text += part));
  return text;
};

// Control characters, and those that turn the direction of what stands around them.
const unseen = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Characters that would show nothing, or move others, as a sign of themselves. */
const visible = (text: string): string =>
  text.replace(unseen, char => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
