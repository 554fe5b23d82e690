import type { ExecutionSummary } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { useKeys } from '../../shell/keys.js';
import { usePlace } from '../../shell/use-place.js';
import { Status } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Duration, Time } from '../../ui/time.js';
import { moved } from '../../ui/moved.js';
import { subjectOf, triggerWord } from './asked.js';
import css from './table.module.css';

const columns = (hrefOf: (one: ExecutionSummary) => string): readonly Column<ExecutionSummary>[] => [
  { title: 'Status', isNarrow: true, cell: ({ status }) => <Status status={status} size="badge" /> },
  {
    title: 'Execution',
    cell: one => (
      <>
        <a class={css.name} href={hrefOf(one)}>
          {one.pipelineName}
        </a>{' '}
        {one.rerunOf && <span class={css.soft}>run again </span>}
        <span class={css.subject}>{one.reason ?? subjectOf(one.trigger)}</span>
      </>
    ),
  },
  {
    title: 'Started by',
    isExtra: true,
    cell: ({ trigger }) => (
      <>
        {trigger.actor} <span class={css.soft}>{triggerWord(trigger.type)}</span>
      </>
    ),
  },
  { title: 'When', isNarrow: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    title: 'Took',
    align: 'right',
    isNarrow: true,
    isExtra: true,
    cell: ({ startedAt, finishedAt }) => startedAt && <Duration from={startedAt} to={finishedAt} />,
  },
];

/** Executions by line; `j` and `k` go up and down, Enter opens one. */
export const ExecutionTable = ({ executions }: { executions: readonly ExecutionSummary[] }) => {
  const { to, go } = usePlace();
  const chosen = useSignal<string | undefined>(undefined);
  const hrefOf = ({ id }: Pick<ExecutionSummary, 'id'>) => to(`/executions/${id}`);
  const ids = executions.map(({ id }) => id);
  useKeys([
    { key: 'j', does: 'the next one', run: () => (chosen.value = moved(ids, chosen.value, 1)) },
    { key: 'k', does: 'the one before', run: () => (chosen.value = moved(ids, chosen.value, -1)) },
    { key: 'o', does: 'open it', run: () => chosen.value && go(to(`/executions/${chosen.value}`)) },
  ]);
  return (
    <Table
      caption="Executions, the newest first"
      columns={columns(hrefOf)}
      rows={executions}
      keyOf={({ id }) => id}
      chosen={chosen.value}
    />
  );
};
