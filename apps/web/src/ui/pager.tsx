import { ButtonLink } from './button.js';
import css from './pager.module.css';

/** Pages by cursor: what is newer, and what is older. */
export const Pager = ({
  newer,
  older,
  label,
}: {
  /** Addresses; absent: there is nothing there. */
  newer?: string | undefined;
  older?: string | undefined;
  /** What is paged through. */
  label: string;
}) =>
  newer === undefined && older === undefined ? null : (
    <nav class={css.pager} aria-label={`Pages of ${label}`}>
      {newer !== undefined && (
        <ButtonLink href={newer} icon="left">
          Newer
        </ButtonLink>
      )}
      {older !== undefined && (
        <ButtonLink href={older} icon="right">
          Older
        </ButtonLink>
      )}
    </nav>
  );
