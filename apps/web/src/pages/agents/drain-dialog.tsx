import type { ConnectorView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { say } from '../../shell/toasts.js';
import { Field } from '../../ui/field.js';
import { FormDialog } from '../../ui/form-dialog.js';

/** Has a connector take no new steps, or take them again. */
export const DrainDialog = ({
  connector: { session, connector, pool, host, running, drain },
  onClose,
  onDone,
}: {
  connector: ConnectorView;
  onClose: () => void;
  onDone: () => Promise<void>;
}) => {
  const reason = useSignal('');
  const name = `${connector}/${pool} on ${host}`;
  const act = async () => {
    if (drain) await client.connectors.undrain(session);
    else await client.connectors.drain(session, reason.value.trim() || undefined);
    say(drain ? `${name} takes steps again` : `${name} takes no new steps`);
    await onDone();
  };
  return drain ? (
    <FormDialog title={`Have ${name} take steps again?`} verb="Undrain" onClose={onClose} onSend={act}>
      <p>Steps that wait for its pool start at once.</p>
    </FormDialog>
  ) : (
    <FormDialog title={`Drain ${name}?`} verb="Drain" onClose={onClose} onSend={act}>
      <p>
        It takes no new steps, also after a restart, until somebody undrains it.{' '}
        {running === 0 ? 'It runs nothing now.' : `What it runs (${running}) goes on to its end.`}
      </p>
      <Field
        label="Why"
        help="Others see it beside the connector; may stay empty."
        value={reason.value}
        onInput={text => (reason.value = text)}
        maxLength={500}
        autoFocus
      />
    </FormDialog>
  );
};
