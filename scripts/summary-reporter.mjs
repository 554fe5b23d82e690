import { writeSync } from 'node:fs';

// Ends a test run with one plain line, the same for every runner that reads it. A run without a single test is a failure.
export default class SummaryReporter {
  #error;

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    if (numPassedTests + failed === 0) this.#error = new Error('no test ran');
    // The runner's own summary comes after every reporter's; nothing comes after this, its streams are closed then.
    process.once('exit', () => {
      writeSync(2, `${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
    });
  }

  getLastError() {
    return this.#error;
  }
}
