import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import css from './field.module.css';

interface Around {
  label: string;
  /** What is to be typed, in few words. */
  help?: ComponentChildren;
  /** What is wrong with what was typed. */
  problem?: string | undefined;
}

interface Wired {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

/** A label, what belongs to it, and what is wrong with it. */
const Labelled = ({ label, help, problem, children }: Around & { children: (wired: Wired) => ComponentChildren }) => {
  const id = useId();
  const about = [help ? `${id}-help` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <div class={css.field}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': about || undefined, 'aria-invalid': problem ? true : undefined })}
      {help && (
        <small id={`${id}-help`} class={css.help}>
          {help}
        </small>
      )}
      {problem && (
        <small id={`${id}-problem`} class={css.problem}>
          {problem}
        </small>
      )}
    </div>
  );
};

/** What else an input may be told. */
interface InputProps {
  type?: 'text' | 'password' | 'email' | 'url';
  name?: string;
  autocomplete?: string;
  inputMode?: 'numeric' | 'text';
  placeholder?: string;
  maxLength?: number;
  /** Takes the focus when it appears. */
  autoFocus?: boolean;
  /** For codes, names and paths: a keyboard is to mend nothing. */
  isExact?: boolean;
}

/** One line. */
export const Field = ({
  label,
  help,
  problem,
  value,
  onInput,
  type = 'text',
  autoFocus = false,
  isExact = false,
  ...input
}: Around & { value: string; onInput: (value: string) => void } & InputProps) => {
  const place = useRef<HTMLInputElement>(null);
  // Browsers heed the attribute when a page or a dialog opens, and not later.
  useEffect(() => {
    if (autoFocus) place.current?.focus();
  }, []);
  return (
    <Labelled label={label} help={help} problem={problem}>
      {wired => (
        <input
          ref={place}
          autofocus={autoFocus}
          {...input}
          {...(isExact ? { autocapitalize: 'none', spellcheck: false } : {})}
          {...wired}
          type={type as 'text'}
          class={css.input}
          value={value}
          onInput={event => onInput(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
};

/** Several lines. */
export const TextField = ({
  label,
  help,
  problem,
  value,
  onInput,
  rows = 4,
}: Around & { value: string; onInput: (value: string) => void; rows?: number }) => (
  <Labelled label={label} help={help} problem={problem}>
    {wired => (
      <textarea
        {...wired}
        class={css.input}
        rows={rows}
        value={value}
        onInput={event => onInput(event.currentTarget.value)}
      />
    )}
  </Labelled>
);

export interface Choice {
  value: string;
  title: string;
}

/** One of several. */
export const Select = ({
  label,
  help,
  problem,
  value,
  choices,
  onChange,
}: Around & { value: string; choices: readonly Choice[]; onChange: (value: string) => void }) => (
  <Labelled label={label} help={help} problem={problem}>
    {wired => (
      <select {...wired} class={css.input} value={value} onChange={event => onChange(event.currentTarget.value)}>
        {choices.map(one => (
          <option key={one.value} value={one.value} selected={one.value === value}>
            {one.title}
          </option>
        ))}
      </select>
    )}
  </Labelled>
);

/** Yes or no. */
export const Check = ({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) => (
  <label class={css.check}>
    <input type="checkbox" checked={checked} onChange={event => onChange(event.currentTarget.checked)} />
    {label}
  </label>
);

/** Fields below each other; Enter sends it. What `onSend` throws is the caller's to show. */
export const Form = ({ onSend, children }: { onSend: () => unknown; children: ComponentChildren }) => (
  <form
    class={css.form}
    noValidate
    onSubmit={event => {
      event.preventDefault();
      onSend();
    }}
  >
    {children}
  </form>
);
