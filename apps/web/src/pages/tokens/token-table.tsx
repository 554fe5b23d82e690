import type { ApiTokenView } from '@switchyard/contracts';
import { Button } from '../../ui/button.js';
import { now } from '../../ui/now.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { standingOf } from './token-rows.js';

export const TokenTable = ({
  tokens,
  onRevoke,
}: {
  tokens: readonly ApiTokenView[];
  onRevoke: (token: ApiTokenView) => void;
}) => {
  const columns: Column<ApiTokenView>[] = [
    { title: 'Name', cell: ({ name }) => name },
    {
      title: 'May',
      cell: ({ role, scopes }) => (
        <>
          {role !== undefined && <Mark>{role}</Mark>} {scopes ? scopes.join(', ') : role ? '' : 'all that you may'}
        </>
      ),
    },
    { title: 'Expires', isNarrow: true, cell: token => <Expiry token={token} /> },
    {
      title: 'Last used',
      isNarrow: true,
      isExtra: true,
      cell: ({ usedAt }) => (usedAt === undefined ? 'never' : <Time at={usedAt} />),
    },
    { title: 'Made', isNarrow: true, isExtra: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    { title: 'By', isExtra: true, cell: ({ createdBy }) => createdBy },
    {
      title: 'Actions',
      isNarrow: true,
      align: 'right',
      cell: token => (
        <Button icon="trash" look="bare" label={`End the token ${token.name}`} onClick={() => onRevoke(token)} />
      ),
    },
  ];
  return <Table caption="Tokens" columns={columns} rows={tokens} keyOf={({ id }) => id} />;
};

const Expiry = ({ token }: { token: ApiTokenView }) => {
  const standing = standingOf(token, now.value);
  return (
    <>
      <Time at={token.expiresAt} /> {standing === 'over' && <Mark tone="bad">over</Mark>}
      {standing === 'soon' && <Mark tone="held">soon</Mark>}
    </>
  );
};
