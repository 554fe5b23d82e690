import type { ComponentChildren } from 'preact';
import { Logo } from '../../shell/logo.js';
import css from './door.module.css';

/** A sheet in the middle of the window, for pages before somebody is in. */
export const Door = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class={css.door}>
    <p class={css.mark}>
      <Logo size={28} />
      Switchyard
    </p>
    <h1 tabIndex={-1}>{title}</h1>
    {children}
  </section>
);
