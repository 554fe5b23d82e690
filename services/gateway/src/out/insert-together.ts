import { Batches, type Millis, type Mistakes } from '@switchyard/kernel';
import { inTime } from '@switchyard/store';

/** More go with the next. */
const mostAtOnce = 100;

/**
 * Inserts rows, each of which is durable when its promise resolves. One that comes alone goes at once; those that come while
 * an insert is on its way go together in the next, since a command costs the store more than a row.
 */
export class InsertTogether<Row> {
  private readonly inserts: Batches<Row>;

  /** @param insert resolves with what is wrong with each row that was not inserted. */
  constructor(
    insert: (rows: Row[]) => Promise<Mistakes>,
    private readonly patienceMs: Millis,
  ) {
    // A store that is silent holds up nobody behind it for longer than it would have alone.
    this.inserts = new Batches(rows => inTime(patienceMs, insert(rows)), mostAtOnce);
  }

  /** @throws Fault `store-silent`, or what the store says of the row. */
  add(row: Row): Promise<void> {
    // What was not sent in time is not sent any more: its sender was told so.
    return inTime(this.patienceMs, this.inserts.add(row)).finally(() => this.inserts.withdraw(row));
  }
}
