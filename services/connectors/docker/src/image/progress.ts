import type { Millis } from '@switchyard/kernel';

/** One line of an engine's answer while it pulls, pushes or builds. */
export interface ProgressLine {
  stream?: string;
  status?: string;
  id?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
  errorDetail?: { message?: string };
  aux?: { ID?: string };
}

const betweenSumsMs: Millis = 2_000;

/** Lines of JSON, as they come. A line that is none is passed over. */
export const progressLines = async function* (stream: AsyncIterable<Buffer | string>): AsyncGenerator<ProgressLine> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* parsed(line);
  }
  yield* parsed(rest);
};

const parsed = function* (line: string): Generator<ProgressLine> {
  if (line.trim() === '') return;
  try {
    yield JSON.parse(line) as ProgressLine;
  } catch {
    // Half a line of an answer that broke off.
  }
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Turns the hundreds of lines of a transfer into those that people read: what each layer came to, and now and then a sum. */
export class Transfer {
  private readonly layers = new Map<string, { current: number; total: number }>();
  private toldAt: Millis;

  constructor(
    private readonly say: (line: string) => void,
    private readonly now: () => Millis = () => performance.now(),
  ) {
    this.toldAt = now();
  }

  take({ id, status = '', progressDetail }: ProgressLine): void {
    const { current = 0, total = 0 } = progressDetail ?? {};
    if (id !== undefined && total > 0) {
      this.layers.set(`${id} ${status}`, { current, total });
      return this.sum(status);
    }
    // What is about to begin says nothing yet.
    if (/^(Pulling fs layer|Waiting|Preparing|Verifying Checksum|Download complete)$/.test(status)) return;
    if (status !== '') this.say(id === undefined ? status : `${id}: ${status}`);
  }

  private sum(status: string): void {
    const now = this.now();
    if (now - this.toldAt < betweenSumsMs) return;
    this.toldAt = now;
    const same = [...this.layers].filter(([key]) => key.endsWith(` ${status}`)).map(([, one]) => one);
    const [current, total] = [
      same.reduce((sum, one) => sum + one.current, 0),
      same.reduce((sum, one) => sum + one.total, 0),
    ];
    this.say(`${status}: ${megabytes(current)} of ${megabytes(total)} MB`);
  }
}
