import type { HookDeliveryDetail, PipelineOutcome } from '@switchyard/contracts';
import { client } from '../../data/client.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { say } from '../../shell/toasts.js';
import { usePlace } from '../../shell/use-place.js';
import { useSignal } from '@preact/signals';
import { YardError } from '@switchyard/client';
import { Button } from '../../ui/button.js';
import { bytesText } from '../../ui/bytes.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Dialog } from '../../ui/dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { Problem } from '../../ui/problem.js';
import { Status } from '../../ui/status.js';
import { type Column, Facts, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { eventText, lookOfDecision, lookOfOutcome } from './delivery-look.js';

/** One delivery: what came, what each pipeline made of it, and once more if somebody wants that. */
export const Delivery = ({
  id,
  project,
  onClose,
  onReplayed,
}: {
  id: string;
  project: string;
  onClose: () => void;
  onReplayed: (id: string) => void;
}) => {
  const query = useQuery(`delivery ${id} of ${project}`, () => client.hooks.get(id, project));
  const trouble = useSignal<YardError | undefined>(undefined);
  const replay = async () => {
    try {
      const { delivery } = await client.hooks.replay(id, project);
      say('It is taken once more, as a new delivery');
      onReplayed(delivery);
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      trouble.value = error;
    }
  };
  return (
    <Dialog title="Delivery" onClose={onClose} look="wide">
      <Loaded query={query} label="the delivery">
        {delivery => <Came delivery={delivery} />}
      </Loaded>
      {trouble.value && <Problem error={trouble.value} />}
      <footer>
        <Button icon="repeat" onClick={() => query.reload()}>
          Look again
        </Button>
        {may(me.value, 'webhooks.write', project) && (
          <Button look="main" icon="play" onClick={replay}>
            Replay
          </Button>
        )}
      </footer>
    </Dialog>
  );
};

const Came = ({ delivery }: { delivery: HookDeliveryDetail }) => {
  const { here } = usePlace();
  const { id, at, door, actor, senderId, outcome, reason, replayOf, pipelines, payload, payloadBytes } = delivery;
  return (
    <>
      <Facts
        of={[
          ['What', eventText(delivery)],
          ['Outcome', <Status key="outcome" status={lookOfOutcome[outcome]} word={outcome} />],
          ...(reason === undefined ? [] : [['Why', reason] as const]),
          ['When', <Time key="at" at={at} />],
          ['By', `${actor}, at the door ${door}`],
          ['Id', <code key="id">{id}</code>],
          ...(senderId === undefined ? [] : [["Sender's number", <code key="sender">{senderId}</code>] as const]),
          ...(replayOf === undefined
            ? []
            : [
                [
                  'Repeats',
                  <a key="of" href={here({ delivery: replayOf })}>
                    {replayOf}
                  </a>,
                ] as const,
              ]),
        ]}
      />
      {pipelines.length > 0 && <Decisions pipelines={pipelines} />}
      <h3>What came ({bytesText(payloadBytes)}, without secrets, cut where it is long)</h3>
      <CodeBlock label="What came" text={payload} />
    </>
  );
};

const Decisions = ({ pipelines }: { pipelines: readonly PipelineOutcome[] }) => {
  const { to } = usePlace();
  const columns: Column<PipelineOutcome>[] = [
    {
      title: 'Pipeline',
      cell: ({ pipelineId, pipelineName }) => <a href={to(`/pipelines/${pipelineId}`)}>{pipelineName}</a>,
    },
    {
      title: 'Decided',
      isNarrow: true,
      cell: ({ decision }) => <Status status={lookOfDecision(decision)} word={decision} />,
    },
    {
      title: 'Because',
      cell: ({ reason, executionId }) =>
        executionId === undefined ? (reason ?? '') : <a href={to(`/executions/${executionId}`)}>its execution</a>,
    },
  ];
  return (
    <Table
      caption="What each pipeline made of it"
      columns={columns}
      rows={pipelines}
      keyOf={({ pipelineId }) => pipelineId}
    />
  );
};
