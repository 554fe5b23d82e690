import type { Span } from './ansi.js';

/** A span, or a part of one that has what was looked for. */
export interface LitSpan extends Span {
  isHit?: true;
}

/** More hits in one line than this are not marked. */
const mostHits = 100;

/** The spans of a line, cut where a text is found in them, in any case, also across their borders. */
export const lit = (spans: readonly Span[], wanted: string): readonly LitSpan[] => {
  if (wanted === '') return spans;
  const hits = placesOf(spans.map(({ text }) => text).join(''), wanted);
  if (hits.length === 0) return spans;
  const found: LitSpan[] = [];
  let at = 0;
  for (const span of spans) {
    found.push(...cut(span, at, hits, wanted.length));
    at += span.text.length;
  }
  return found;
};

const placesOf = (text: string, wanted: string): number[] => {
  const [lower, sought] = [text.toLowerCase(), wanted.toLowerCase()];
  // Some letters are longer in the other case: places would not fit.
  if (lower.length !== text.length || sought.length !== wanted.length) return [];
  const places: number[] = [];
  for (
    let at = lower.indexOf(sought);
    at >= 0 && places.length < mostHits;
    at = lower.indexOf(sought, at + sought.length)
  )
    places.push(at);
  return places;
};

const cut = (span: Span, start: number, hits: readonly number[], length: number): LitSpan[] => {
  const end = start + span.text.length;
  const parts: LitSpan[] = [];
  let at = start;
  const put = (until: number, isHit: boolean) => {
    if (until <= at) return;
    const text = span.text.slice(at - start, until - start);
    parts.push({ ...span, text, ...(isHit ? { isHit: true } : {}) });
    at = until;
  };
  for (const hit of hits) {
    if (hit + length <= at || hit >= end) continue;
    put(Math.max(at, hit), false);
    put(Math.min(end, hit + length), true);
  }
  put(end, false);
  return parts;
};
