import type { Millis } from '@switchyard/kernel';

/** A cache, as far as it matters for how long it is kept. */
export interface KeptCache {
  blob: string;
  /** Whether runs of the project's own people wrote it. */
  isTrusted: boolean;
  bytes: number;
  /** When it was last brought back, or saved. */
  usedAt: Millis;
}

export interface EvictionRules {
  /** Since the last use. */
  keptMs: Millis;
  /** Of one project. */
  bytes: number;
}

/** What pull requests from outside may fill, on top of a project's room: they must not drive out what others use. */
const untrustedShare = 0.25;

/** Caches of one project that must go: those nobody used for long, then the least recently used ones beyond the room. */
export const cachesToEvict = (caches: readonly KeptCache[], rules: EvictionRules, now: Millis): KeptCache[] => {
  const isOld = ({ usedAt }: KeptCache) => now - usedAt > rules.keptMs;
  const rest = caches.filter(one => !isOld(one));
  return [
    ...caches.filter(isOld),
    ...beyond(
      rest.filter(one => one.isTrusted),
      rules.bytes,
    ),
    ...beyond(
      rest.filter(one => !one.isTrusted),
      rules.bytes * untrustedShare,
    ),
  ];
};

/** From the most recently used on as many stay as fit. */
const beyond = (caches: readonly KeptCache[], room: number): KeptCache[] => {
  let bytes = 0;
  return caches
    .toSorted((a, b) => b.usedAt - a.usedAt || (a.blob < b.blob ? -1 : 1))
    .filter(one => {
      bytes += one.bytes;
      return bytes > room;
    });
};
