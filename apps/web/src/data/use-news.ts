import type { YardEvent } from '@switchyard/contracts';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { calm } from './calm.js';
import { useFeed } from './feed.js';

const waitMs = 400;

/** Calls `run` a moment after events that matter have come; many of them together are one call. */
export const useNews = (
  project: string | undefined,
  matters: (event: YardEvent) => boolean,
  run: () => unknown,
): void => {
  const newest = useRef(run);
  newest.current = run;
  const soon = useMemo(() => calm(() => newest.current(), waitMs), []);
  useEffect(() => soon.stop, [soon]);
  useFeed({ project }, event => matters(event) && soon.call());
};
