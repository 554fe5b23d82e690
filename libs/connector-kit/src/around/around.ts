import type { Grant } from '@switchyard/contracts';
import type { Ending, Place } from '../connector.js';

/** One attempt, as what lies around it sees it. */
export interface Surrounding {
  readonly grant: Grant;
  readonly place: Place;
  /** Aborts when nobody wants it any more: cancelled, out of time, or not ours. */
  readonly signal: AbortSignal;
  /** One line into the output of the step, before or after what the step itself prints. */
  say(line: string): void;
  /** Variables that the step gets on top of its grant's, or, where they are undefined, does not get. Before it starts. */
  give(variables: Readonly<Record<string, string | undefined>>): void;
}

/** What a step gives that need not run: times are added by who asked. */
export type Given = Omit<Ending, 'startedAt' | 'finishedAt' | 'droppedBytes'>;

/**
 * Work on the connector's machine before a step starts and after its end: files that are fetched, found or kept.
 * Either half is done again from its beginning by a later process when this one died within it.
 */
export abstract class Around {
  /** Whether there is anything to do for this attempt. */
  abstract concerns(grant: Grant): boolean;

  /**
   * Resolves when the step may start, or with its end where it need not: nothing further in is done then, and it is
   * never started.
   * @throws Fault whose blame is the failure of the step; nothing of it has run then
   */
  async before(_about: Surrounding): Promise<Given | undefined | void> {}

  /**
   * The step has ended, in whatever way; its end is not reported yet.
   * @returns how it ended, all considered
   * @throws Fault that a step which succeeded fails by; one that failed stays as it is
   */
  async after(_about: Surrounding, ending: Ending): Promise<Ending> {
    return ending;
  }
}
