import type { UserView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { allPages } from '../../data/all-pages.js';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Confirm } from '../../ui/dialog.js';
import { ConfirmName } from '../../ui/form-dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { ForAdministrators } from '../../ui/of-project.js';
import { Page, Row } from '../../ui/page.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { InviteButton } from './invite.js';
import { type Deed, deedsFor, type Person, peopleOf } from './people-rows.js';

export const PeoplePage = () => <ForAdministrators title="People">{() => <People />}</ForAdministrators>;

const askForPeople = async (): Promise<Person[]> => {
  const [users, administrators] = await Promise.all([
    allPages(
      after => client.people.list(given({ limit: 200, after })),
      ({ users: items, next }): { items: UserView[]; next?: string | undefined } => ({ items, next }),
    ),
    client.people.administrators(),
  ]);
  return peopleOf(users, administrators);
};

const People = () => {
  useDocumentStatus('People');
  const query = useQuery('people', askForPeople);
  const doing = useSignal<{ person: Person; deed: Deed } | undefined>(undefined);
  const columns: Column<Person>[] = [
    {
      title: 'Name',
      cell: ({ name, id }) => (
        <>
          {name} {id === me.value?.id && <Mark>you</Mark>}
        </>
      ),
    },
    { title: 'Signs in as', cell: ({ login }) => login, isExtra: true },
    { title: 'Is', cell: person => <Standing person={person} /> },
    { title: 'Since', cell: ({ createdAt }) => <Time at={createdAt} />, isNarrow: true, isExtra: true },
    {
      title: 'Actions',
      align: 'right',
      cell: person => (
        <Row>
          {deedsFor(person, me.value?.id).map(deed => (
            <Button key={deed} look="bare" onClick={() => (doing.value = { person, deed })}>
              {words[deed]}
            </Button>
          ))}
        </Row>
      ),
    },
  ];
  return (
    <Page
      title="People"
      about="Everybody who has an account here."
      actions={
        <>
          <CopyAs commands={{ request: 'GET /api/users' }} />
          <InviteButton look="main" />
        </>
      }
    >
      <Loaded query={query} label="people">
        {people => <Table caption="People" columns={columns} rows={people} keyOf={({ id }) => id} />}
      </Loaded>
      {doing.value && (
        <Doing {...doing.value} onClose={() => (doing.value = undefined)} onDone={() => query.reload()} />
      )}
    </Page>
  );
};

const Standing = ({ person: { administrator, totp, disabled } }: { person: Person }) => (
  <Row>
    {disabled && <Mark tone="bad">shut out</Mark>}
    {administrator && <Mark tone="busy">administrator</Mark>}
    {totp && <Mark tone="good">second factor</Mark>}
  </Row>
);

const words: Record<Deed, string> = {
  'shut-out': 'Shut out',
  'let-in': 'Let in again',
  raise: 'Make administrator',
  lower: 'No administrator any more',
};

const acts: Record<Deed, (person: Person) => Promise<unknown>> = {
  'shut-out': ({ id }) => client.people.setDisabled(id, true),
  'let-in': ({ id }) => client.people.setDisabled(id, false),
  raise: ({ id }) => client.people.addAdministrator(id),
  lower: ({ id }) => client.people.removeAdministrator(id),
};

const Doing = ({
  person,
  deed,
  onClose,
  onDone,
}: {
  person: Person;
  deed: Deed;
  onClose: () => void;
  onDone: () => Promise<void>;
}) => {
  const act = async () => {
    await acts[deed](person);
    say(`${person.name}: ${words[deed].toLowerCase()}`);
    await onDone();
  };
  if (deed === 'shut-out')
    return (
      <ConfirmName title={`Shut ${person.name} out?`} name={person.login} verb="Shut out" onClose={onClose} onDo={act}>
        <p>All sessions and personal tokens of {person.name} are of no use within five seconds.</p>
      </ConfirmName>
    );
  return (
    <Confirm title={`${person.name}: ${words[deed].toLowerCase()}?`} verb={words[deed]} onClose={onClose} onDo={act}>
      {deed === 'raise' && <p>Administrators may do everything in every project.</p>}
      {deed === 'lower' && <p>What {person.name} is in projects stays.</p>}
      {deed === 'let-in' && <p>{person.name} can sign in again; tokens from before stay of no use.</p>}
    </Confirm>
  );
};
