import css from './code-block.module.css';

/** Text as it is: never read as markup. */
export const CodeBlock = ({ label, text }: { label: string; text: string }) => (
  <pre class={css.block} tabIndex={0} role="region" aria-label={label}>
    {text}
  </pre>
);
