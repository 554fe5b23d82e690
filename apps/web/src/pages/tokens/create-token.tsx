import type { CreateTokenAnswer, Permission, ProjectRole } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { rolesToGive } from '../../data/may.js';
import { me } from '../../data/session.js';
import { Check, Field, Select } from '../../ui/field.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { roleChoices } from '../members/roles.js';
import { daysProblem, scopesFor } from './token-rows.js';
import css from './tokens.module.css';

/** @param project whose service it is for; undefined: it acts as the reader. */
export const CreateToken = ({
  project,
  onClose,
  onMade,
}: {
  project: string | undefined;
  onClose: () => void;
  onMade: (made: CreateTokenAnswer) => Promise<void>;
}) => {
  const form = useTokenForm(project, onMade);
  const { name, days, role } = form;
  return (
    <FormDialog
      title={project === undefined ? 'Make a token' : `Make a token for a service of ${project}`}
      verb="Make it"
      isReady={form.isReady}
      onClose={onClose}
      onSend={form.make}
    >
      <Field
        label="Name"
        help="What it is for, such as laptop or deploy-bot."
        value={name.value}
        onInput={text => (name.value = text)}
        maxLength={100}
        autoFocus
        autocomplete="off"
      />
      {project !== undefined && (
        <Select
          label="Role"
          value={role.value}
          choices={roleChoices(rolesToGive(me.value, project))}
          onChange={chosen => (role.value = chosen as ProjectRole)}
        />
      )}
      <Field
        label="Days until it expires"
        value={days.value}
        onInput={text => (days.value = text.trim())}
        problem={daysProblem(days.value)}
        inputMode="numeric"
      />
      <Limits form={form} />
    </FormDialog>
  );
};

const useTokenForm = (project: string | undefined, onMade: (made: CreateTokenAnswer) => Promise<void>) => {
  const name = useSignal('');
  const days = useSignal('90');
  const role = useSignal<ProjectRole>('developer');
  const isLimited = useSignal(false);
  const scopes = useSignal<ReadonlySet<Permission>>(new Set());
  const offered = scopesFor(project === undefined ? undefined : role.value);
  const wanted = offered.filter(scope => scopes.value.has(scope));
  const isWhole = name.value.trim() !== '' && (!isLimited.value || wanted.length > 0);
  const service = project === undefined ? {} : { kind: 'service' as const, project, role: role.value };
  const make = async () => {
    const limits = isLimited.value ? { scopes: wanted } : {};
    const body = { name: name.value.trim(), days: Number(days.value), ...limits, ...service };
    await onMade(await client.identity.createToken(body));
  };
  const isReady = isWhole && daysProblem(days.value) === undefined;
  return { name, days, role, isLimited, scopes, offered, isReady, make };
};

const Limits = ({
  form: { isLimited, scopes, offered },
}: {
  form: Pick<ReturnType<typeof useTokenForm>, 'isLimited' | 'scopes' | 'offered'>;
}) => (
  <>
    <Check label="Limit what it may do" checked={isLimited.value} onChange={checked => (isLimited.value = checked)} />
    {isLimited.value && (
      <fieldset class={css.scopes}>
        <legend>It may</legend>
        {offered.map(scope => (
          <Check
            key={scope}
            label={scope}
            checked={scopes.value.has(scope)}
            onChange={checked => (scopes.value = changed(scopes.value, scope, checked))}
          />
        ))}
      </fieldset>
    )}
  </>
);

const changed = <One,>(set: ReadonlySet<One>, one: One, isIn: boolean): ReadonlySet<One> => {
  const next = new Set(set);
  if (isIn) next.add(one);
  else next.delete(one);
  return next;
};
