import type { YardClient, YardError } from '@switchyard/client';
import type { AttemptId, ExecutionId, SearchLogAnswer } from '@switchyard/contracts';
import { batch, signal } from '@preact/signals';

/** Hits that can be gone through. */
export const mostHits = 1_000;
/** The platform looks for texts of this length at most. */
export const longestWanted = 200;

/** Lines of one attempt that have a text; the platform looks for them. */
export class LogSearch {
  /** What was looked for, which is marked. */
  readonly wanted = signal('');
  /** Lines, from 0, in their order. */
  readonly hits = signal<readonly number[]>([]);
  /** The place in `hits` where the reader is. */
  readonly current = signal(-1);
  readonly stopped = signal<SearchLogAnswer['stopped']>(undefined);
  readonly isSearching = signal(false);
  readonly error = signal<YardError | undefined>(undefined);
  private asked = 0;

  constructor(
    private readonly api: Pick<YardClient, 'searchLog'>,
    private readonly executionId: ExecutionId,
    private readonly attempt: AttemptId,
  ) {}

  /** @returns whether this is still what is looked for once the answer is there. */
  async look(text: string): Promise<boolean> {
    const mine = ++this.asked;
    if (text === '') {
      this.show(text, { matches: [], bytes: 0 });
      return true;
    }
    this.isSearching.value = true;
    const found = await this.api
      .searchLog(this.executionId, text, { attempt: this.attempt, limit: mostHits })
      .catch((error: YardError) => error);
    if (mine !== this.asked) return false;
    this.isSearching.value = false;
    if (found instanceof Error) this.error.value = found;
    else this.show(text, found);
    return true;
  }

  /** The hit that comes next, or last before, from a line on; around the ends too. @returns its line. */
  step(way: 1 | -1, from: number): number | undefined {
    const hits = this.hits.value;
    if (hits.length === 0) return undefined;
    const at = this.current.value;
    const isThere = at >= 0;
    const next = isThere ? at + way : nearest(hits, from, way);
    this.current.value = (next + hits.length) % hits.length;
    return hits[this.current.value];
  }

  private show(text: string, { matches, stopped }: SearchLogAnswer): void {
    batch(() => {
      // A line longer than the platform looks through at once may be told twice.
      this.hits.value = [...new Set(matches.map(({ line }) => line - 1))];
      this.wanted.value = text;
      this.stopped.value = stopped;
      this.current.value = -1;
      this.error.value = undefined;
      this.isSearching.value = false;
    });
  }
}

const nearest = (hits: readonly number[], from: number, way: 1 | -1): number => {
  if (way < 0) return hits.findLastIndex(line => line < from);
  const next = hits.findIndex(line => line >= from);
  return next < 0 ? 0 : next;
};

/** Such as `3 of 12`, or `more than 1,000 lines`. */
export const countOf = (hits: number, current: number, stopped: SearchLogAnswer['stopped']): string => {
  if (hits === 0) return stopped === 'bytes' ? 'nothing in the first 64 MB' : 'nothing found';
  const all = `${hits.toLocaleString('en')}${stopped === undefined ? '' : '+'}`;
  if (current >= 0) return `${(current + 1).toLocaleString('en')} of ${all}`;
  return `${all} ${hits === 1 ? 'line' : 'lines'}`;
};
