import type { AuditRecordView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/button.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Dialog } from '../../ui/dialog.js';
import { Facts, type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { changesOf } from './audit-view.js';

export const AuditTable = ({ records }: { records: readonly AuditRecordView[] }) => {
  const shown = useSignal<AuditRecordView | undefined>(undefined);
  const columns: Column<AuditRecordView>[] = [
    { title: 'Number', cell: ({ seq }) => seq, align: 'right', isNarrow: true, isExtra: true },
    { title: 'When', cell: ({ at }) => <Time at={at} />, isNarrow: true },
    { title: 'Who', cell: ({ by }) => by.name },
    { title: 'Did', cell: ({ action }) => <code>{action}</code> },
    { title: 'To', cell: ({ on }) => `${on.kind} ${on.name ?? on.id}` },
    { title: 'Project', cell: ({ project }) => project ?? '', isExtra: true },
    {
      title: 'More',
      isNarrow: true,
      align: 'right',
      cell: record => (
        <Button icon="more" look="bare" label={`Record ${record.seq}`} onClick={() => (shown.value = record)} />
      ),
    },
  ];
  return (
    <>
      <Table caption="Changes" columns={columns} rows={records} keyOf={({ seq }) => String(seq)} />
      {shown.value && <Record record={shown.value} onClose={() => (shown.value = undefined)} />}
    </>
  );
};

const Record = ({ record, onClose }: { record: AuditRecordView; onClose: () => void }) => {
  const { seq, at, action, by, from, project, on, previous, hash } = record;
  const changes = changesOf(record);
  return (
    <Dialog title={`Record ${seq}: ${action}`} onClose={onClose} look="wide">
      <Facts
        of={[
          ['When', <Time key="at" at={at} />],
          ['Who', `${by.name} (${by.kind} ${by.id})`],
          ...(from === undefined ? [] : [['From', from] as const]),
          ...(project === undefined ? [] : [['Project', project] as const]),
          ['To', `${on.kind} ${on.name ?? ''} ${on.id}`],
          ['Hash', <code key="hash">{hash}</code>],
          ['Of the one before', <code key="previous">{previous}</code>],
        ]}
      />
      {changes !== '' && <CodeBlock label="What changed" text={changes} />}
    </Dialog>
  );
};
