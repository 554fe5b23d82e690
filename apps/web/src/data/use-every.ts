import { useEffect, useRef } from 'preact/hooks';

/** Calls the newest `run` again and again while somebody looks at the page: for what no event tells of. */
export const useEvery = (ms: number, run: () => unknown): void => {
  const newest = useRef(run);
  newest.current = run;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') newest.current();
    }, ms);
    return () => clearInterval(timer);
  }, [ms]);
};
