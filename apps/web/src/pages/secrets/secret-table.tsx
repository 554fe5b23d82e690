import type { SecretView } from '@switchyard/contracts';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { keyOf, scopeOf } from './secret-rows.js';

export const SecretTable = ({
  secrets,
  mayWrite,
  onReplace,
  onRemove,
}: {
  secrets: readonly SecretView[];
  mayWrite: boolean;
  onReplace: (secret: SecretView) => void;
  onRemove: (secret: SecretView) => void;
}) => {
  const columns: Column<SecretView>[] = [
    { title: 'Name', cell: ({ name }) => <code>{name}</code> },
    { title: 'For', cell: secret => <Scope secret={secret} /> },
    { title: 'Version', cell: ({ version }) => version, align: 'right', isNarrow: true, isExtra: true },
    { title: 'Last changed', cell: ({ at }) => <Time at={at} />, isNarrow: true },
    { title: 'By', cell: ({ author }) => author, isExtra: true },
  ];
  const acts: Column<SecretView> = {
    title: 'Actions',
    isNarrow: true,
    align: 'right',
    cell: secret => (
      <>
        <Button icon="edit" look="bare" label={`Replace ${secret.name}`} onClick={() => onReplace(secret)} />
        <Button icon="trash" look="bare" label={`Forget ${secret.name}`} onClick={() => onRemove(secret)} />
      </>
    ),
  };
  return <Table caption="Secrets" columns={mayWrite ? [...columns, acts] : columns} rows={secrets} keyOf={keyOf} />;
};

const Scope = ({ secret }: { secret: SecretView }) => {
  const { to } = usePlace();
  const scope = scopeOf(secret);
  switch (scope.kind) {
    case 'project':
      return <Mark>project</Mark>;
    case 'environment':
      return (
        <>
          <Mark tone="busy">environment</Mark> {scope.name}
        </>
      );
    case 'pipeline':
      return (
        <>
          <Mark tone="busy">pipeline</Mark> <a href={to(`/pipelines/${scope.name}`)}>{scope.name}</a>
        </>
      );
  }
};
