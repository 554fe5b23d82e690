import { type AnyStatus, lookOf } from './status-look.js';
import css from './bars.module.css';

export interface Bar {
  key: string;
  status: AnyStatus;
  /** How high it is, compared with the others; such as a duration. */
  size: number;
  /** All about it, on hover and for those who listen. */
  title: string;
  href?: string;
}

/** The last few runs, oldest first: how they ended by colour and shape, how long they took by height. */
export const Bars = ({ label, bars }: { label: string; bars: readonly Bar[] }) => {
  const most = Math.max(1, ...bars.map(({ size }) => size));
  return (
    <ul class={css.bars} aria-label={label}>
      {bars.map(({ key, status, size, title, href }) => {
        const inside = (
          <>
            <span class={`${css.bar} ${css[lookOf(status).tone]}`} style={{ height: `${15 + (85 * size) / most}%` }} />
            <span class="heard">{title}</span>
          </>
        );
        return (
          <li key={key} title={title}>
            {href === undefined ? (
              <span class={css.slot}>{inside}</span>
            ) : (
              <a class={css.slot} href={href}>
                {inside}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
};
