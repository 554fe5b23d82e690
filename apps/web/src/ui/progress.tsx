import css from './progress.module.css';

/** Work that takes a while; with `done` between 0 and 1 where that is known. */
export const Progress = ({ label, done }: { label: string; done?: number | undefined }) => (
  <div
    class={css.progress}
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    {...(done === undefined ? {} : { 'aria-valuenow': Math.round(done * 100) })}
  >
    <div
      class={done === undefined ? css.some : css.known}
      style={done === undefined ? {} : { width: `${Math.min(1, done) * 100}%` }}
    />
  </div>
);
