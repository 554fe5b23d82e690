import { useEffect, useRef } from 'preact/hooks';

/** At most one call in this time, however much happens. */
const restMs = 1_000;

/** Calls the newest `work` once soon after it was asked for, however often that was; not after the component has left. */
export const useSoon = (work: () => unknown): (() => void) => {
  const newest = useRef(work);
  newest.current = work;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      newest.current();
    }, restMs);
  };
};
