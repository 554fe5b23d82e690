import type { ProjectView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { me } from '../../data/session.js';
import { useDeed } from '../../data/use-deed.js';
import { type Query, useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { say } from '../../shell/toasts.js';
import { usePlace } from '../../shell/use-place.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { Field, Form } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Card, Page, Row, Section } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Facts } from '../../ui/table.js';
import { Time } from '../../ui/time.js';

const usual = 'default';

/** Of one project: its name, what belongs to it, and its end. */
export const SettingsPage = () => {
  const { project = usual, to } = usePlace();
  useDocumentStatus(`Settings of ${project}`);
  const query = useQuery(`project ${project}`, one => one.projects.get(project));
  return (
    <Page title={`Settings of ${query.value.value?.name ?? project}`} look="narrow">
      <Loaded query={query} label="the project">
        {view => (
          <>
            <Card>
              <Facts
                of={[
                  ['Id', <code key="id">{view.id}</code>],
                  ['Made', <Time key="made" at={view.createdAt} />],
                  ['By', view.createdBy],
                  ['Members', String(view.members)],
                  ['Your role', view.role ?? (me.value?.administrator ? 'administrator' : 'none')],
                ]}
              />
              <Row>
                <ButtonLink href={to('/members')}>Members</ButtonLink>
                <ButtonLink href={to('/secrets')}>Secrets</ButtonLink>
                <ButtonLink href={to('/webhooks')}>Webhooks</ButtonLink>
                <ButtonLink href={to('/audit')}>Audit</ButtonLink>
              </Row>
            </Card>
            {mayRename(view) && <Rename key={view.id} view={view} query={query} />}
            {mayDelete(view) && <Remove view={view} />}
          </>
        )}
      </Loaded>
    </Page>
  );
};

const mayRename = ({ role }: ProjectView) => me.value?.administrator === true || role === 'admin' || role === 'owner';
const mayDelete = ({ id, role }: ProjectView) => id !== usual && (me.value?.administrator === true || role === 'owner');

const Rename = ({ view, query }: { view: ProjectView; query: Query<ProjectView> }) => {
  const name = useSignal(view.name);
  const deed = useDeed();
  const send = async () => {
    const done = await deed.run(async () => query.set(await client.projects.rename(view.id, name.value.trim())));
    if (done) say('The project has its new name');
  };
  return (
    <Section title="Name">
      <Card>
        <Form onSend={() => void send()}>
          <Field
            label="Name"
            help="What people call it; the id stays"
            value={name.value}
            onInput={value => (name.value = value)}
          />
          {deed.error.value && <Problem error={deed.error.value} />}
          <Row>
            <Button type="submit" isBusy={deed.isBusy.value}>
              Rename
            </Button>
          </Row>
        </Form>
      </Card>
    </Section>
  );
};

const Remove = ({ view }: { view: ProjectView }) => {
  const { go } = usePlace();
  const isAsking = useSignal(false);
  return (
    <Section title="The end">
      <Card>
        <p>A project without pipelines can be deleted. What has happened in it is kept for administrators.</p>
        <Row>
          <Button look="danger" icon="trash" onClick={() => (isAsking.value = true)}>
            Delete the project
          </Button>
        </Row>
      </Card>
      {isAsking.value && (
        <Confirm
          title={`Delete ${view.name}?`}
          verb="Delete it"
          isDanger
          onClose={() => (isAsking.value = false)}
          onDo={async () => {
            await client.projects.remove(view.id);
            say(`${view.name} was deleted`);
            go('/projects', 'replace');
          }}
        >
          <p>Its id is not given again.</p>
        </Confirm>
      )}
    </Section>
  );
};
