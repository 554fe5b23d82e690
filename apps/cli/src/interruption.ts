import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C and its relatives: the first asks for an orderly end, a second one leaves at once. */
export class Interruption {
  private readonly asked = new AbortController();
  private code: number | undefined;

  constructor() {
    for (const signal of signals) process.on(signal, this.take);
  }

  get signal(): AbortSignal {
    return this.asked.signal;
  }

  /** What the shell is told: 130 after Ctrl-C; undefined unless interrupted. */
  get exitCode(): number | undefined {
    return this.code;
  }

  /** From here on a signal ends the process as usual. */
  release(): void {
    for (const signal of signals) process.off(signal, this.take);
  }

  private readonly take = (signal: NodeJS.Signals): void => {
    const code = 128 + constants.signals[signal];
    if (this.code !== undefined) process.exit(code);
    this.code = code;
    this.asked.abort();
  };
}
