import type { ConnectorView } from '@switchyard/contracts';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Duration, Time } from '../../ui/time.js';
import { hiddenOf, standingOf } from './agent-look.js';
import css from './agents.module.css';

/** @param onDrain absent: the reader may not. */
export const AgentTable = ({
  connectors,
  onDrain,
}: {
  connectors: readonly ConnectorView[];
  onDrain: ((connector: ConnectorView) => void) | undefined;
}) => {
  const columns: Column<ConnectorView>[] = [
    {
      title: 'Connector',
      cell: ({ connector, pool, host }) => (
        <>
          <strong>{connector}</strong>
          {pool === 'default' ? '' : ` / ${pool}`} <span class={css.soft}>{host}</span>
        </>
      ),
    },
    { title: 'State', cell: one => <Standing connector={one} /> },
    { title: 'Runs', cell: one => <Runs connector={one} /> },
    {
      title: 'Slots',
      align: 'right',
      isNarrow: true,
      cell: ({ running, slots }) => `${running} of ${slots}`,
    },
    { title: 'Last heard', isNarrow: true, isExtra: true, cell: ({ lastBeatAt }) => <Time at={lastBeatAt} /> },
  ];
  const acts: Column<ConnectorView> = {
    title: 'Actions',
    isNarrow: true,
    align: 'right',
    cell: one => (
      <Button icon={one.drain ? 'play' : 'pause'} onClick={() => onDrain?.(one)}>
        {one.drain ? 'Undrain' : 'Drain'}
      </Button>
    ),
  };
  return (
    <Table
      caption="Connectors"
      columns={onDrain ? [...columns, acts] : columns}
      rows={connectors}
      keyOf={({ session }) => session}
    />
  );
};

const Standing = ({ connector }: { connector: ConnectorView }) => {
  const { word, tone } = standingOf(connector);
  const { drain } = connector;
  return (
    <>
      <Mark tone={tone}>{word}</Mark>
      {drain && (
        <span class={css.soft}>
          {' '}
          by {drain.actor}, <Time at={drain.at} />
          {drain.reason === undefined ? '' : `: ${drain.reason}`}
        </span>
      )}
    </>
  );
};

const Runs = ({ connector }: { connector: ConnectorView }) => {
  const { to } = usePlace();
  const hidden = hiddenOf(connector);
  if (connector.running === 0) return <span class={css.soft}>nothing</span>;
  return (
    <ul class={css.runs}>
      {connector.attempts.map(({ attemptId, executionId, project, pipelineName, stepId, stepName, startedAt }) => (
        <li key={attemptId}>
          <a href={to(`/executions/${executionId}`, { project, step: stepId })}>
            {pipelineName} · {stepName}
          </a>{' '}
          {startedAt !== undefined && <Duration from={startedAt} />}
        </li>
      ))}
      {hidden > 0 && <li class={css.soft}>and {hidden} more</li>}
    </ul>
  );
};
