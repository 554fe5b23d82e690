import pc from 'picocolors';
import type { CliConfig } from '../config.js';
import { exit } from '../exit.js';
import { plain, plainJson } from './clean.js';
import type { Colours } from './colours.js';
import { cut } from './cut.js';

type Colors = ReturnType<typeof pc.createColors>;
type Stream = Pick<NodeJS.WriteStream, 'write' | 'on' | 'once' | 'isTTY' | 'writableNeedDrain'> &
  Partial<Pick<NodeJS.WriteStream, 'columns' | 'rows'>>;

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';

/** Where a command writes: results to standard output, everything else to standard error. */
export class Terminal {
  readonly colors: Colors;
  private readonly hasColor: boolean;
  private readonly notesHaveColor: boolean;

  constructor(
    private readonly stdout: Stream,
    private readonly stderr: Stream,
    { noColor, forceColor }: Pick<CliConfig, 'noColor' | 'forceColor'>,
  ) {
    const isColored = ({ isTTY }: Stream) => !noColor && (forceColor || isTTY);
    this.hasColor = isColored(stdout);
    this.notesHaveColor = isColored(stderr);
    this.colors = pc.createColors(this.hasColor || this.notesHaveColor);
    for (const stream of [stdout, stderr])
      stream.on('error', (error: NodeJS.ErrnoException) => {
        // Whoever read this has seen enough.
        if (error.code === 'EPIPE') process.exit(exit.unread);
      });
  }

  get isInteractive(): boolean {
    return this.stdout.isTTY;
  }

  /** Lines that fit at once. */
  get rows(): number {
    return this.stdout.rows ?? Infinity;
  }

  /** Lines of the picture that stands above the cursor. */
  private picture = 0;
  private hasProgress = false;

  /** A picture in place of the one before; for terminals only. */
  draw(lines: readonly string[]): void {
    const fitting = lines.map(line => cut(this.painted(line), this.stdout.columns ?? Infinity));
    const first = this.picture === 0 ? hideCursor : '';
    this.stdout.write(`${first}${this.erased()}${fitting.join('\n')}\n`);
    this.picture = fitting.length;
  }

  /** The picture stays, and what comes next stands below it. */
  drawn(): void {
    if (this.picture > 0) this.stdout.write(showCursor);
    this.picture = 0;
  }

  private erased(): string {
    const lines = this.picture;
    this.picture = 0;
    return lines === 0 ? '' : `\x1b[${lines}A\x1b[J`;
  }

  /** A line of standard error in place of the one before, where that is a terminal; an empty one takes it away. */
  progress(text: string): void {
    if (!this.stderr.isTTY || (text === '' && !this.hasProgress)) return;
    this.stderr.write(`\r\x1b[K${cut(text, (this.stderr.columns ?? Infinity) - 1)}`);
    this.hasProgress = text !== '';
  }

  /** A line of the result. */
  line(text = ''): void {
    this.stdout.write(`${this.painted(text)}\n`);
  }

  /** Our own colours, where the result has any. */
  painted(text: string): string {
    return this.hasColor ? text : plain(text);
  }

  /** Lines whose text is harmless already: see `output`. */
  lines(lines: readonly string[]): void {
    this.stdout.write(`${lines.join('\n')}\n`);
  }

  bytes(bytes: Uint8Array): Promise<void> {
    this.stdout.write(bytes);
    return this.drained();
  }

  /** Waits for a slow reader, so that what it has not taken yet does not pile up here. */
  drained(): Promise<void> {
    return new Promise(resolve => {
      if (this.stdout.writableNeedDrain) this.stdout.once('drain', resolve);
      else resolve();
    });
  }

  json(value: unknown): void {
    this.stdout.write(`${plainJson(JSON.stringify(value))}\n`);
  }

  /** A line about what goes on. */
  note(text: string): void {
    // Not into the middle of a picture: the next one is drawn below.
    if (this.picture > 0) this.stdout.write(this.erased());
    this.progress('');
    this.stderr.write(`${this.notesHaveColor ? text : plain(text)}\n`);
  }

  /** A line of a step's output, made harmless; its colours stay where there are any. */
  output(line: string, colours: Colours): string {
    return this.hasColor ? colours.line(line) : plain(line);
  }
}
