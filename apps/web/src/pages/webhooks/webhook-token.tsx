import type { ProjectWebhookTokenAnswer } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { ConfirmName } from '../../ui/form-dialog.js';
import { ShownOnce } from '../../ui/shown-once.js';

/** Makes the token by which senders are known, and closes the doors again. */
export const WebhookToken = ({ project }: { project: string }) => {
  const asking = useSignal<'make' | 'close' | undefined>(undefined);
  const made = useSignal<ProjectWebhookTokenAnswer | undefined>(undefined);
  const done = () => (asking.value = undefined);
  return (
    <>
      <Button icon="cross" onClick={() => (asking.value = 'close')}>
        Close
      </Button>
      <Button look="main" icon="key" onClick={() => (asking.value = 'make')}>
        New token
      </Button>
      {asking.value === 'make' && (
        <Confirm
          title={`Make a new token for ${project}?`}
          verb="Make it"
          onClose={done}
          onDo={async () => (made.value = await client.hooks.makeToken(project))}
        >
          <p>Senders that have the token from before are let in no more.</p>
        </Confirm>
      )}
      {asking.value === 'close' && (
        <ConfirmName
          title={`Close the webhooks of ${project}?`}
          name={project}
          verb="Close them"
          onClose={done}
          onDo={async () => {
            await client.hooks.removeToken(project);
            say(`The webhooks of ${project} let nobody in any more`);
          }}
        >
          <p>Nothing comes in until there is a new token.</p>
        </ConfirmName>
      )}
      {made.value && <Doors made={made.value} onClose={() => (made.value = undefined)} />}
    </>
  );
};

const Doors = ({ made: { token, paths }, onClose }: { made: ProjectWebhookTokenAnswer; onClose: () => void }) => (
  <ShownOnce
    title="The token for senders"
    label="token"
    text={token}
    about={
      `It is shown this once. GitHub sends to ${location.origin}${paths.github} with it as the secret, ` +
      `GitLab to ${location.origin}${paths.gitlab} with it as the secret token, ` +
      `others to ${location.origin}${paths.generic}.`
    }
    onClose={onClose}
  />
);
