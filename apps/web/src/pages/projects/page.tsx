import type { ProjectView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { me } from '../../data/session.js';
import { useDeed } from '../../data/use-deed.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { useKeys } from '../../shell/keys.js';
import { placeOf } from '../../shell/places.js';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Dialog } from '../../ui/dialog.js';
import { Empty } from '../../ui/empty.js';
import { Field, Form } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Row } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Problem } from '../../ui/problem.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';

const linkTo = (path: string, id: string, text: string) => <a href={placeOf(path, { project: id })}>{text}</a>;

const columns: Column<ProjectView>[] = [
  {
    title: 'Project',
    cell: ({ id, name, deleted }) => (
      <>
        {deleted ? name : linkTo('/executions', id, name)} {name !== id && <code>{id}</code>}{' '}
        {deleted && <Mark tone="bad">deleted</Mark>}
      </>
    ),
  },
  {
    title: 'Members',
    cell: ({ id, members }) => linkTo('/members', id, String(members)),
    align: 'right',
    isNarrow: true,
  },
  { title: 'Your role', cell: ({ role }) => role ?? '–' },
  { title: 'Made', cell: ({ createdAt }) => <Time at={createdAt} />, isExtra: true },
  {
    title: 'Settings',
    cell: ({ id, deleted }) => (deleted ? null : linkTo('/settings', id, 'Settings')),
    isExtra: true,
    isNarrow: true,
  },
];

/** All projects that one may see. */
export const ProjectsPage = () => {
  useDocumentStatus('Projects');
  const { query: asked, here } = usePlace();
  const after = asked['after'] as ProjectView['id'] | undefined;
  const query = useQuery(`projects?after=${after ?? ''}`, one =>
    one.projects.list(after === undefined ? {} : { after }),
  );
  const isMaking = useSignal(false);
  const mayMake = me.value?.administrator === true;
  const begin = () => (isMaking.value = true);
  useKeys(mayMake ? [{ key: 'n', does: 'a new project', run: begin }] : []);
  return (
    <Page
      title="Projects"
      actions={
        <>
          <CopyAs commands={{ yard: 'projects list', request: 'GET /api/projects' }} />
          {mayMake && (
            <Button look="main" icon="plus" onClick={begin}>
              New project
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} label="projects">
        {({ projects, next }) => (
          <>
            {projects.length === 0 && <NoProjects />}
            {projects.length > 0 && (
              <Table caption="Projects" columns={columns} rows={projects} keyOf={({ id }) => id} />
            )}
            <Pager
              label="projects"
              newer={after === undefined ? undefined : here({ after: undefined })}
              older={next === undefined ? undefined : here({ after: next })}
            />
          </>
        )}
      </Loaded>
      {isMaking.value && <NewProject onClose={() => (isMaking.value = false)} />}
    </Page>
  );
};

const NoProjects = () => (
  <Empty icon="people" title="You are in no project yet">
    <p>A member of one lets you in, on its page of members. Tell them your login: {me.value?.login}</p>
  </Empty>
);

const NewProject = ({ onClose }: { onClose: () => void }) => {
  const { go } = usePlace();
  const id = useSignal('');
  const name = useSignal('');
  const deed = useDeed();
  const send = async () => {
    const body = { id: id.value.trim(), ...(name.value.trim() === '' ? {} : { name: name.value.trim() }) };
    if (await deed.run(() => client.projects.create(body))) go(placeOf('/executions', { project: body.id }));
  };
  return (
    <Dialog title="New project" onClose={onClose}>
      <Form onSend={() => void send()}>
        <Field
          label="Id"
          help="Small letters, digits and hyphens; it stands in addresses and never changes"
          isExact
          autoFocus
          value={id.value}
          onInput={value => (id.value = value)}
        />
        <Field
          label="Name"
          help="What people call it; may be left empty"
          value={name.value}
          onInput={value => (name.value = value)}
        />
        {deed.error.value && <Problem error={deed.error.value} />}
        <Row>
          <Button type="submit" look="main" isBusy={deed.isBusy.value}>
            Make the project
          </Button>
        </Row>
      </Form>
    </Dialog>
  );
};
