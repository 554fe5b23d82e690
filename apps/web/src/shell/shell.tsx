import type { ComponentChildren } from 'preact';

/** What stands around every page. */
export const Shell = ({ children }: { children: ComponentChildren }) => (
  <div class="shell">
    <header>
      <a href="/">Switchyard</a>
    </header>
    <main>{children}</main>
  </div>
);
