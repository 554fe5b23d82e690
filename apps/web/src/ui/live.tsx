import css from './live.module.css';

/** Whether what is shown follows what happens. */
export const Live = ({ isLost }: { isLost: boolean }) => (
  <span class={css.live} role="status">
    <span class={isLost ? css.lost : css.on} aria-hidden="true" />
    {isLost ? 'Reconnecting' : 'Live'}
  </span>
);
