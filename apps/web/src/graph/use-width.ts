import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A place on the page, and how wide it is in pixels; 0 until that is known. */
export const useWidth = (): { place: RefObject<HTMLDivElement | null>; width: number } => {
  const place = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useEffect(() => {
    if (!place.current) return undefined;
    width.value = place.current.clientWidth;
    const observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? 0));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return { place, width: width.value };
};
