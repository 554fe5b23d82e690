import { Terminal } from './terminal.js';

/** A terminal whose writing can be read. */
export class Screen {
  private readonly written = { out: '', err: '' };
  readonly terminal: Terminal;

  constructor({ isTTY = false, noColor = false, forceColor = false } = {}) {
    const stream = (to: 'out' | 'err') =>
      ({
        isTTY,
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
