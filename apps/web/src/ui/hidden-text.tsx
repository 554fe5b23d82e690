import { useId } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Check } from './field.js';
import css from './hidden-text.module.css';

/** Several lines that nobody beside the typist can read, unless they are asked for. No browser offers to keep them. */
export const HiddenText = ({
  label,
  help,
  problem,
  value,
  onInput,
}: {
  label: string;
  help: string;
  problem?: string | undefined;
  value: string;
  onInput: (text: string) => void;
}) => {
  const id = useId();
  const isShown = useSignal(false);
  return (
    <div class={css.field}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class={`${css.text} ${isShown.value ? '' : css.hidden}`}
        rows={3}
        value={value}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={`${id}-help${problem ? ` ${id}-problem` : ''}`}
        aria-invalid={problem ? true : undefined}
        onInput={event => onInput(event.currentTarget.value)}
      />
      <Check label="Show what is typed" checked={isShown.value} onChange={checked => (isShown.value = checked)} />
      <small id={`${id}-help`} class={css.help}>
        {help}
      </small>
      {problem && (
        <small id={`${id}-problem`} class={css.problem}>
          {problem}
        </small>
      )}
    </div>
  );
};
