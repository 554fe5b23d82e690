import type { YardError } from '@switchyard/client';
import { Button } from './button.js';
import { Icon } from './icons.js';
import css from './problem.module.css';

/** What went wrong in the platform's own words, and what to do about it. */
export const Problem = ({ error, onRetry }: { error: YardError; onRetry?: () => unknown }) => (
  <div class={css.problem} role="alert">
    <Icon name="hand" size={18} />
    <div class={css.said}>
      <p class={css.message}>{sentence(error.message)}</p>
      {fieldsOf(error).length > 0 && (
        <ul>
          {fieldsOf(error).map(one => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      {error.suggestions.map(one => (
        <p key={one}>{sentence(one)}</p>
      ))}
    </div>
    {onRetry && error.mayHeal && (
      <Button icon="repeat" onClick={onRetry}>
        Try again
      </Button>
    )}
  </div>
);

/** A form says what is wrong with it as one line of text. */
export const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const fieldsOf = ({ answer }: YardError): string[] => {
  const { fields } = (answer?.details ?? {}) as { fields?: unknown };
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((one: { message?: unknown }) => (typeof one.message === 'string' ? [one.message] : []));
};
