import { now } from './now.js';
import { exactText, relativeText, spanText } from './spans.js';

/** How long ago, and exactly when on hover and for those who listen. */
export const Time = ({ at }: { at: string }) => {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return <span>{at}</span>;
  return (
    <time dateTime={at} title={exactText(time)}>
      {relativeText(time, now.value)}
    </time>
  );
};

/** From one time to another, both ISO 8601; without the second it runs on. */
export const Duration = ({ from, to }: { from: string; to?: string | undefined }) => {
  const ms = (to === undefined ? now.value : Date.parse(to)) - Date.parse(from);
  return (
    <time dateTime={`PT${Math.max(0, ms / 1_000).toFixed(3)}S`}>{to === undefined ? liveText(ms) : spanText(ms)}</time>
  );
};

/** Parts of a second that change once a second tell nothing. */
const liveText = (ms: number): string =>
  spanText(Math.max(0, Math.floor(ms / 1_000)) * 1_000).replace(/\.0 s$|^0 ms$/, match =>
    match === '0 ms' ? '0 s' : ' s',
  );
