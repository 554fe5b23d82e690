import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.js';
import css from './empty.module.css';

/** Where nothing is yet: what would be here, and what to do so that it is. */
export const Empty = ({
  icon = 'box',
  title,
  children,
}: {
  icon?: IconName;
  title: string;
  children?: ComponentChildren;
}) => (
  <div class={css.empty}>
    <Icon name={icon} size={28} />
    <h2>{title}</h2>
    {children && <div class={css.what}>{children}</div>}
  </div>
);
