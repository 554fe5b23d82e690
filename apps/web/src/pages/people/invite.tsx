import type { LinkAnswer } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/field.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { ShownOnce } from '../../ui/shown-once.js';

/** Makes a link by which somebody new signs in first. */
export const InviteButton = ({ look = 'usual' }: { look?: 'usual' | 'main' }) => {
  const isOpen = useSignal(false);
  const administrator = useSignal(false);
  const made = useSignal<LinkAnswer | undefined>(undefined);
  return (
    <>
      <Button look={look} icon="link" onClick={() => (isOpen.value = true)}>
        Invite
      </Button>
      {isOpen.value && (
        <FormDialog
          title="Invite somebody"
          verb="Make the link"
          onClose={() => (isOpen.value = false)}
          onSend={async () => (made.value = await client.people.invite(administrator.value))}
        >
          <p>The link works once, and within a day. Who comes by it is in no project until a member lets them in.</p>
          <Check
            label="They are to be an administrator of the platform"
            checked={administrator.value}
            onChange={checked => (administrator.value = checked)}
          />
        </FormDialog>
      )}
      {made.value && (
        <ShownOnce
          title="The invitation"
          label="link"
          text={`${location.origin}${made.value.path}`}
          about="Send it to them by a way that only they read. It is shown this once."
          onClose={() => (made.value = undefined)}
        />
      )}
    </>
  );
};
