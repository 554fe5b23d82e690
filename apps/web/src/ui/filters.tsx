import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { Choice } from './field.js';
import { Icon } from './icons.js';
import css from './filters.module.css';

export interface Filter {
  /** Of the query of the address. */
  name: string;
  label: string;
  /** Absent: any text. The choice of everything is added. */
  choices?: readonly Choice[];
  /** `/` goes here. */
  isSearch?: boolean;
}

/** What a list is narrowed to; it stands in the address, so that it can be sent to others. */
export const Filters = ({
  filters,
  values,
  onChange,
}: {
  filters: readonly Filter[];
  values: Readonly<Record<string, string | undefined>>;
  onChange: (name: string, value: string | undefined) => void;
}) => (
  <search class={css.filters}>
    {filters.map(filter =>
      filter.choices ? (
        <label key={filter.name} class={css.choice}>
          <span class="heard">{filter.label}</span>
          <select
            value={values[filter.name] ?? ''}
            onChange={event => onChange(filter.name, event.currentTarget.value || undefined)}
          >
            <option value="">{filter.label}: all</option>
            {filter.choices.map(one => (
              <option key={one.value} value={one.value} selected={one.value === values[filter.name]}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <TextFilter
          key={filter.name}
          filter={filter}
          value={values[filter.name] ?? ''}
          onChange={value => onChange(filter.name, value || undefined)}
        />
      ),
    )}
  </search>
);

const settleMs = 250;

/** Told when the typing rests, or at once with Enter, which leaves the field: the next keys are for the list. */
const TextFilter = ({
  filter: { label, isSearch = false },
  value,
  onChange,
}: {
  filter: Filter;
  value: string;
  onChange: (value: string) => void;
}) => {
  const typed = useSignal(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    typed.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (text: string, waitMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => text.trim() !== value && onChange(text.trim()), waitMs);
  };
  return (
    <label class={css.text}>
      <span class="heard">{label}</span>
      {isSearch && <Icon name="search" />}
      <input
        type="search"
        placeholder={label}
        value={typed.value}
        data-search={isSearch ? '' : undefined}
        onInput={event => {
          typed.value = event.currentTarget.value;
          tell(typed.value, settleMs);
        }}
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          tell(typed.value, 0);
          event.currentTarget.blur();
        }}
      />
    </label>
  );
};
