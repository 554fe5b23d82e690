import { Terminal } from './terminal.js';

export interface ScreenOptions {
  isTTY?: boolean;
  /** Of standard error; as standard output unless given. */
  notesTTY?: boolean;
  noColor?: boolean;
  forceColor?: boolean;
}

/** A terminal whose writing can be read. */
export class Screen {
  private readonly written = { out: '', err: '' };
  readonly terminal: Terminal;

  constructor({ isTTY, notesTTY = isTTY, noColor = false, forceColor = false }: ScreenOptions = {}) {
    const stream = (to: 'out' | 'err') =>
      ({
        isTTY: (to === 'out' ? isTTY : notesTTY) ?? false,
        write: (text: string | Uint8Array) => {
          this.written[to] += typeof text === 'string' ? text : new TextDecoder().decode(text);
          return true;
        },
        on: () => undefined,
        once: () => undefined,
      }) as unknown as ConstructorParameters<typeof Terminal>[0];
    this.terminal = new Terminal(stream('out'), stream('err'), { noColor, forceColor });
  }

  get text(): string {
    return this.written.out;
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  get notes(): string {
    return this.written.err;
  }
}
