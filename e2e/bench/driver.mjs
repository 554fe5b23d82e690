// Switchyard under a harness that measures CI servers side by side; its README says what each member gives.
// YARD_BENCH_MODE=processes starts every service as a process of its own, else all are one process.
import { subjectOf } from './subject.mjs';

export default subjectOf({
  data: `${process.env.BENCH_TMP ?? '/tmp/bench'}/switchyard`,
  processes: process.env.YARD_BENCH_MODE === 'processes',
});
