import { useSignal } from '@preact/signals';
import { useKeys } from '../../shell/keys.js';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { moved } from '../../ui/moved.js';
import { spanText } from '../../ui/spans.js';
import { Mark, Status } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { mayStart } from './may.js';
import type { PipelineRow } from './rows.js';
import { RunBars } from './run-bars.js';
import { changeText, percent, standingOf } from './standing.js';
import { StartDialog } from './start-dialog.js';
import css from './table.module.css';

type Row = PipelineRow;

const Named = ({ row: { pipeline } }: { row: Row }) => {
  const { to } = usePlace();
  return (
    <>
      <a class={css.name} href={to(`/pipelines/${pipeline.id}`)}>
        {pipeline.name}
      </a>{' '}
      {!pipeline.enabled && <Mark tone="held">disabled</Mark>}
      {pipeline.description && <span class={css.soft}>{pipeline.description}</span>}
    </>
  );
};

const Last = ({ row: { runs } }: { row: Row }) => {
  const { to } = usePlace();
  const [last] = runs;
  if (!last) return <span class={css.soft}>never ran</span>;
  return (
    <a class={css.last} href={to(`/executions/${last.id}`)}>
      <Status status={last.status} /> <Time at={last.createdAt} />
    </a>
  );
};

const Took = ({ row: { runs } }: { row: Row }) => {
  const { medianMs, change } = standingOf(runs);
  if (medianMs === undefined) return <>–</>;
  return (
    <>
      {spanText(medianMs)}
      {change !== undefined && <span class={change > 0 ? css.slower : css.faster}>{changeText(change)}</span>}
    </>
  );
};

const columnsFor = (start: (row: Row) => void): readonly Column<Row>[] => [
  { title: 'Pipeline', cell: row => <Named row={row} /> },
  { title: 'Last run', isNarrow: true, cell: row => <Last row={row} /> },
  {
    title: 'Last runs',
    isNarrow: true,
    isExtra: true,
    cell: ({ pipeline, runs }) => <RunBars label={`Last runs of ${pipeline.name}`} runs={runs} />,
  },
  {
    title: 'Success',
    align: 'right',
    isNarrow: true,
    isExtra: true,
    cell: ({ runs }) => {
      const { rate } = standingOf(runs);
      return rate === undefined ? '–' : percent(rate);
    },
  },
  { title: 'Takes', align: 'right', isNarrow: true, isExtra: true, cell: row => <Took row={row} /> },
  {
    title: 'Start',
    isNarrow: true,
    cell: row =>
      mayStart(row.pipeline.project) &&
      row.pipeline.enabled && <Button icon="play" label={`Start ${row.pipeline.name}`} onClick={() => start(row)} />,
  },
];

/** Pipelines by line; `j` and `k` go up and down, `o` opens one, `r` starts it. */
export const PipelineTable = ({ rows }: { rows: readonly Row[] }) => {
  const { to, go } = usePlace();
  const chosen = useSignal<string | undefined>(undefined);
  const starting = useSignal<Row | undefined>(undefined);
  const ids = rows.map(({ pipeline }) => pipeline.id);
  const begin = () => {
    const row = rows.find(({ pipeline }) => pipeline.id === chosen.value);
    if (row?.pipeline.enabled && mayStart(row.pipeline.project)) starting.value = row;
  };
  useKeys([
    { key: 'j', does: 'the next one', run: () => (chosen.value = moved(ids, chosen.value, 1)) },
    { key: 'k', does: 'the one before', run: () => (chosen.value = moved(ids, chosen.value, -1)) },
    { key: 'o', does: 'open it', run: () => chosen.value && go(to(`/pipelines/${chosen.value}`)) },
    { key: 'r', does: 'start it', run: begin },
  ]);
  return (
    <>
      <Table
        caption="Pipelines"
        columns={columnsFor(row => (starting.value = row))}
        rows={rows}
        keyOf={({ pipeline }) => pipeline.id}
        chosen={chosen.value}
      />
      {starting.value && (
        <StartDialog pipeline={starting.value.pipeline} onClose={() => (starting.value = undefined)} />
      )}
    </>
  );
};
