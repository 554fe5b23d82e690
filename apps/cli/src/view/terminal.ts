import pc from 'picocolors';
import { readConfig } from '../config.js';
import { coloured, plain } from './clean.js';

type Colors = ReturnType<typeof pc.createColors>;

/** Where a command writes: results to standard output, everything else to standard error. */
export class Terminal {
  readonly colors: Colors;
  readonly hasColor: boolean;

  constructor(
    private readonly stdout: NodeJS.WriteStream,
    private readonly stderr: NodeJS.WriteStream,
  ) {
    const { noColor, forceColor } = readConfig();
    this.hasColor = !noColor && (forceColor || stdout.isTTY);
    this.colors = pc.createColors(this.hasColor);
    for (const stream of [stdout, stderr])
      stream.on('error', (error: NodeJS.ErrnoException) => {
        // Whoever read this has seen enough.
        if (error.code === 'EPIPE') process.exit(0);
      });
  }

  get isInteractive(): boolean {
    return this.stdout.isTTY;
  }

  /** A line of the result. */
  line(text = ''): void {
    this.stdout.write(`${text}\n`);
  }

  bytes(bytes: Uint8Array): Promise<void> {
    return new Promise(resolve => {
      if (this.stdout.write(bytes)) resolve();
      else this.stdout.once('drain', resolve);
    });
  }

  json(value: unknown): void {
    this.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** A line about what goes on. */
  note(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /** Output of a step, made harmless. */
  output(text: string): string {
    return this.hasColor ? coloured(text) : plain(text);
  }
}
