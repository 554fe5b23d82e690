import css from './tabs.module.css';

export interface Tab {
  id: string;
  title: string;
  /** How many there are of it. */
  count?: number | undefined;
}

/** Tabs are places: each has an address, so they are links in a navigation. */
export const Tabs = ({
  label,
  tabs,
  current,
  hrefOf,
}: {
  label: string;
  tabs: readonly Tab[];
  current: string;
  hrefOf: (id: string) => string;
}) => (
  <nav class={css.tabs} aria-label={label}>
    {tabs.map(({ id, title, count }) => (
      <a key={id} href={hrefOf(id)} aria-current={id === current ? 'page' : undefined}>
        {title}
        {count !== undefined && <span class={css.count}>{count}</span>}
      </a>
    ))}
  </nav>
);
