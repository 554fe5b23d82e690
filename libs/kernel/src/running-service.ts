/** A service that runs in this process. */
export interface RunningService {
  /** Stops taking work, finishes or hands back what it has, drains, and returns. Safe to call twice. */
  stop(): Promise<void>;
}
