import css from './lists.module.css';

/** What of a report could not be read. */
export const Mistakes = ({ of }: { of: readonly string[] }) =>
  of.length === 0 ? null : (
    <ul class={css.mistakes}>
      {of.map(one => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
