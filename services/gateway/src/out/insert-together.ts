import type { Millis } from '@switchyard/kernel';
import { inTime } from '@switchyard/store';

/** More go with the next. */
const mostAtOnce = 100;

interface Waiting<Row> {
  row: Row;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Inserts rows, each of which is durable when its promise resolves. One that comes alone goes at once; those that come while
 * an insert is on its way go together in the next, since a command costs the store more than a row.
 */
export class InsertTogether<Row> {
  private waiting: Waiting<Row>[] = [];
  private isWriting = false;

  /** @param insert resolves with what is wrong with each row that was not inserted, by its place among them. */
  constructor(
    private readonly insert: (rows: Row[]) => Promise<ReadonlyMap<number, unknown>>,
    private readonly patienceMs: Millis,
  ) {}

  /** @throws Fault `store-silent`, or what the store says of the row. */
  add(row: Row): Promise<void> {
    const { promise, resolve: done, reject: failed } = Promise.withResolvers<void>();
    const one = { row, done, failed };
    this.waiting.push(one);
    if (!this.isWriting) void this.write();
    return inTime(this.patienceMs, promise).finally(() => {
      // What was not sent in time is not sent any more: its sender was told so.
      this.waiting = this.waiting.filter(other => other !== one);
    });
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const together = this.waiting.splice(0, mostAtOnce);
      // A store that is silent holds up nobody behind it for longer than it would have alone.
      await inTime(this.patienceMs, this.insert(together.map(({ row }) => row))).then(
        mistakes => together.forEach(({ done, failed }, n) => (mistakes.has(n) ? failed(mistakes.get(n)) : done())),
        (error: unknown) => together.forEach(({ failed }) => failed(error)),
      );
    }
    this.isWriting = false;
  }
}
