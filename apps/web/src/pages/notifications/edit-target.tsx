import type { NotifyKind, NotifyTargetView } from '@switchyard/contracts';
import { type Signal, useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { say } from '../../shell/toasts.js';
import { Check, Field, Select } from '../../ui/field.js';
import { FormDialog } from '../../ui/form-dialog.js';
import {
  bodyOf,
  emptyForm,
  fieldsOf,
  formOf,
  isWhole,
  kinds,
  moments,
  type TargetForm,
  textOf,
  withField,
} from './target-form.js';
import css from './notifications.module.css';

/** @param target the one that is changed; undefined: a new one. */
export const EditTarget = ({
  project,
  target,
  onClose,
  onKept,
}: {
  project: string;
  target: NotifyTargetView | undefined;
  onClose: () => void;
  onKept: () => Promise<void>;
}) => {
  const form = useSignal(target ? formOf(target) : emptyForm);
  const { name, target: kind } = form.value;
  const keep = async () => {
    await client.notifications.put(project, name, bodyOf(form.value));
    say(target ? `${name} is changed` : `${name} is told from now on`);
    await onKept();
  };
  return (
    <FormDialog
      title={target ? `Change ${target.name}` : 'Tell somebody'}
      verb={target ? 'Change' : 'Add'}
      isReady={isWhole(form.value)}
      onClose={onClose}
      onSend={keep}
    >
      {!target && (
        <Field
          label="Name"
          help="Small letters, digits and dashes, such as builds."
          value={name}
          onInput={text => (form.value = { ...form.value, name: text.trim() })}
          isExact
          autoFocus
          autocomplete="off"
        />
      )}
      <Select
        label="By"
        value={kind}
        choices={kinds}
        onChange={chosen => (form.value = { ...form.value, target: chosen as NotifyKind, config: {} })}
      />
      <TargetFields form={form} />
    </FormDialog>
  );
};

const TargetFields = ({ form }: { form: Signal<TargetForm> }) => {
  const { target: kind, on, config } = form.value;
  return (
    <>
      {fieldsOf[kind].map(({ key, label, help }) => (
        <Field
          key={`${kind} ${key}`}
          label={label}
          help={help}
          value={textOf(config[key])}
          onInput={text => (form.value = withField(form.value, key, text))}
          isExact
        />
      ))}
      <fieldset class={css.moments}>
        <legend>When an execution</legend>
        {moments.map(({ value, title }) => (
          <Check
            key={value}
            label={title}
            checked={on.includes(value)}
            onChange={checked =>
              (form.value = { ...form.value, on: checked ? [...on, value] : on.filter(one => one !== value) })
            }
          />
        ))}
      </fieldset>
    </>
  );
};
