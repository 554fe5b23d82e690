import type { SessionView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { useQuery } from '../../data/use-query.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { agentText } from './agents.js';

/** Where one is signed in. */
export const Sessions = () => {
  const query = useQuery('sessions', one => one.identity.sessions());
  const ending = useSignal<SessionView | undefined>(undefined);
  const columns: Column<SessionView>[] = [
    { title: 'Where', cell: one => <span title={one.agent}>{agentText(one.agent)}</span> },
    { title: 'Address', cell: ({ ip }) => ip, isExtra: true },
    { title: 'By', cell: ({ by }) => by, isExtra: true },
    { title: 'Last used', cell: ({ usedAt }) => <Time at={usedAt} />, isNarrow: true },
    {
      title: 'End',
      isNarrow: true,
      cell: one =>
        one.current ? (
          <Mark tone="good">this one</Mark>
        ) : (
          <Button look="bare" onClick={() => (ending.value = one)}>
            End
          </Button>
        ),
    },
  ];
  return (
    <Section title="Sessions">
      <Loaded query={query} label="sessions">
        {sessions => <Table caption="Your sessions" columns={columns} rows={sessions} keyOf={({ id }) => id} />}
      </Loaded>
      {ending.value && (
        <EndSession session={ending.value} onClose={() => (ending.value = undefined)} onDone={() => query.reload()} />
      )}
    </Section>
  );
};

const EndSession = ({
  session,
  onClose,
  onDone,
}: {
  session: SessionView;
  onClose: () => void;
  onDone: () => Promise<void>;
}) => (
  <Confirm
    title="End this session?"
    verb="End the session"
    isDanger
    onClose={onClose}
    onDo={async () => {
      await client.identity.endSession(session.id);
      say('The session has ended');
      await onDone();
    }}
  >
    <p>
      {agentText(session.agent)} at {session.ip} is signed out, and has to sign in again.
    </p>
  </Confirm>
);
