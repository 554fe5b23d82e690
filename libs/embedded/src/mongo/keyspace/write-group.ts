interface Waiting {
  run: () => void;
  settle: () => void;
  fail: (fault: unknown) => void;
}

/** Puts the jobs of one turn of the event loop on disk together. */
export class WriteGroup {
  private waiting: Waiting[] = [];

  constructor(
    /** Runs `work`, and returns when what it changed is on disk; throws when it is not, and then none of it is. */
    private readonly commit: (work: () => void) => void,
    /** Makes of a failed commit what its jobs fail with. */
    private readonly faultOf: (cause: unknown) => unknown,
  ) {}

  /** Resolves with what the job gave once it is on disk; rejects with what it threw, having changed nothing. */
  add<T>(job: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle = (): void => reject(new TypeError('a write job did not run'));
      const run = (): void => {
        try {
          const value = job();
          settle = () => resolve(value);
        } catch (thrown) {
          settle = () => reject(thrown);
        }
      };
      this.waiting.push({ run, settle: () => settle(), fail: reject });
      if (this.waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** What waits, now. */
  flush(): void {
    const jobs = this.waiting.splice(0);
    if (jobs.length === 0) return;
    try {
      this.commit(() => {
        for (const { run } of jobs) run();
      });
    } catch (cause) {
      const fault = this.faultOf(cause);
      for (const { fail } of jobs) fail(fault);
      return;
    }
    for (const { settle } of jobs) settle();
  }
}
