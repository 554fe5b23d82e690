import { YardError } from '@switchyard/client';
import { type ReadonlySignal, signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';

/** Something that people have done here, how far it is, and why it was not done. */
export interface Deed {
  readonly error: ReadonlySignal<YardError | undefined>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** Does one thing at a time. @returns whether it was done; what the platform said against it stands in `error`. */
  run(act: () => Promise<unknown>): Promise<boolean>;
  /** Forgets what was said against it. */
  clear(): void;
}

const newDeed = (): Deed => {
  const error = signal<YardError | undefined>(undefined);
  const isBusy = signal(false);
  const run = async (act: () => Promise<unknown>) => {
    if (isBusy.value) return false;
    isBusy.value = true;
    error.value = undefined;
    try {
      await act();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof YardError)) throw thrown;
      error.value = thrown;
      return false;
    } finally {
      isBusy.value = false;
    }
  };
  return { error, isBusy, run, clear: () => (error.value = undefined) };
};

/** For forms and buttons that change something. */
export const useDeed = (): Deed => useMemo(newDeed, []);
