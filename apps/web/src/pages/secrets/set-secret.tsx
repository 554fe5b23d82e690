import type { SecretView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { useQuery } from '../../data/use-query.js';
import { say } from '../../shell/toasts.js';
import { Field, Select } from '../../ui/field.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { HiddenText } from '../../ui/hidden-text.js';
import { nameProblem, type ScopeKind, scopeOf, valueOf, valueProblem } from './secret-rows.js';

const kinds = [
  { value: 'project', title: 'The whole project' },
  { value: 'environment', title: 'One environment' },
  { value: 'pipeline', title: 'One pipeline' },
] as const;

/** Gives a new or a known secret a value. The value leaves this page with the request, and is kept nowhere else. */
export const SetSecret = ({
  project,
  secret,
  onClose,
  onSet,
}: {
  project: string;
  /** The one that is replaced. */
  secret?: SecretView | undefined;
  onClose: () => void;
  onSet: () => Promise<void>;
}) => {
  const form = useSecretForm(project, secret, onSet);
  return (
    <FormDialog
      title={secret ? `Replace ${secret.name}` : 'Set a secret'}
      verb={secret ? 'Replace' : 'Set'}
      isReady={form.isReady}
      onClose={onClose}
      onSend={form.send}
    >
      {!secret && <NameAndScope project={project} form={form} />}
      <HiddenText
        label={secret ? 'New value' : 'Value'}
        help="It cannot be read again. Steps that run keep the value they have."
        problem={valueProblem(valueOf(form.value.value))}
        value={form.value.value}
        onInput={text => (form.value.value = text)}
      />
    </FormDialog>
  );
};

const useSecretForm = (project: string, secret: SecretView | undefined, onSet: () => Promise<void>) => {
  const known: { kind: ScopeKind; name?: string } = secret ? scopeOf(secret) : { kind: 'project' };
  const name = useSignal(secret?.name ?? '');
  const value = useSignal('');
  const kind = useSignal(known.kind);
  const of = useSignal(known.name ?? '');
  const isRight = nameProblem(name.value) === undefined && valueProblem(valueOf(value.value)) === undefined;
  const isWhole = name.value !== '' && value.value !== '' && (kind.value === 'project' || of.value !== '');
  const send = async () => {
    const scope = kind.value === 'project' ? {} : { [kind.value]: of.value };
    await client.secrets.put(project, name.value, valueOf(value.value), scope);
    value.value = '';
    say(secret ? `${name.value} has a new value` : `${name.value} is set`);
    await onSet();
  };
  return { name, value, kind, of, isReady: isRight && isWhole, send };
};

const NameAndScope = ({ project, form }: { project: string; form: ReturnType<typeof useSecretForm> }) => {
  const { name, kind, of } = form;
  return (
    <>
      <Field
        label="Name"
        value={name.value}
        onInput={text => (name.value = text.trim())}
        problem={nameProblem(name.value)}
        help="Such as npm.token; steps ask for it by this name."
        isExact
        autoFocus
        autocomplete="off"
      />
      <Select
        label="For"
        value={kind.value}
        choices={kinds}
        onChange={chosen => {
          kind.value = chosen as ScopeKind;
          of.value = '';
        }}
      />
      <ScopeName kind={kind.value} project={project} value={of.value} onInput={text => (of.value = text)} />
    </>
  );
};

const ScopeName = ({
  kind,
  project,
  value,
  onInput,
}: {
  kind: ScopeKind;
  project: string;
  value: string;
  onInput: (text: string) => void;
}) => {
  if (kind === 'project') return null;
  if (kind === 'pipeline') return <PipelineChoice project={project} value={value} onInput={onInput} />;
  return (
    <Field
      label="Environment"
      value={value}
      onInput={text => onInput(text.trim())}
      help="As environment-name: of a step says it, such as production."
      isExact
    />
  );
};

const PipelineChoice = ({
  project,
  value,
  onInput,
}: {
  project: string;
  value: string;
  onInput: (text: string) => void;
}) => {
  const query = useQuery(`pipelines to choose of ${project}`, () =>
    client.catalogue.list({ project, limit: 200, sort: 'name' }),
  );
  const choices = (query.value.value?.pipelines ?? []).map(({ id, name }) => ({ value: id as string, title: name }));
  return (
    <Select
      label="Pipeline"
      value={value}
      choices={[{ value: '', title: 'Choose one' }, ...choices]}
      onChange={onInput}
    />
  );
};
