import type { ComponentChildren } from 'preact';
import css from './page.module.css';

/** A page: what it is, what can be done here, and below it everything else. */
export const Page = ({
  title,
  about,
  actions,
  look = 'usual',
  children,
}: {
  title: ComponentChildren;
  /** One line below the title. */
  about?: ComponentChildren;
  actions?: ComponentChildren;
  /** `narrow` for forms and text. */
  look?: 'usual' | 'narrow';
  children?: ComponentChildren;
}) => (
  <section class={`${css.page} ${css[look]}`}>
    <header class={css.head}>
      <div class={css.title}>
        <h1 tabIndex={-1}>{title}</h1>
        {about && <div class={css.about}>{about}</div>}
      </div>
      {actions && <div class={css.actions}>{actions}</div>}
    </header>
    {children}
  </section>
);

/** A part of a page with a heading of its own. */
export const Section = ({
  title,
  actions,
  children,
}: {
  title: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) => (
  <section class={css.section}>
    <header class={css.head}>
      <h2>{title}</h2>
      {actions && <div class={css.actions}>{actions}</div>}
    </header>
    {children}
  </section>
);

/** A sheet on the ground of the page. */
export const Card = ({ children }: { children: ComponentChildren }) => <div class={css.card}>{children}</div>;

/** Controls in one row, as long as there is room. */
export const Row = ({ children }: { children: ComponentChildren }) => <div class={css.row}>{children}</div>;
