import type { MemberView, ProjectRole } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { may, rolesToGive } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { lastWord } from '../../ui/curl.js';
import { Field, Select } from '../../ui/field.js';
import { ConfirmName, FormDialog } from '../../ui/form-dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { OfProject } from '../../ui/of-project.js';
import { Page } from '../../ui/page.js';
import { InviteButton } from '../people/invite.js';
import { MemberTable } from './member-table.js';
import { roleChoices } from './roles.js';

export const MembersPage = () => (
  <OfProject title="Members" needs="members.read">
    {project => <Members key={project} project={project} />}
  </OfProject>
);

type Open = { what: 'add' } | { what: 'remove'; member: MemberView };

const Members = ({ project }: { project: string }) => {
  useDocumentStatus('Members');
  const open = useSignal<Open | undefined>(undefined);
  const mayWrite = may(me.value, 'members.write', project);
  const query = useQuery(`members of ${project}`, () => client.projects.members(project));
  const close = () => (open.value = undefined);
  return (
    <Page
      title="Members"
      about={`Who is in the project ${project}, and what they may do there.`}
      actions={
        <>
          <CopyAs
            commands={{
              yard: `members list ${lastWord(project)}`,
              request: `GET /api/projects/${encodeURIComponent(project)}/members`,
            }}
          />
          {may(me.value, 'platform.manage') && <InviteButton />}
          {mayWrite && (
            <Button look="main" icon="plus" onClick={() => (open.value = { what: 'add' })}>
              Let somebody in
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} label="members">
        {members => (
          <MemberTable
            project={project}
            members={members}
            mayWrite={mayWrite}
            onRemove={member => (open.value = { what: 'remove', member })}
            onChanged={() => query.reload()}
          />
        )}
      </Loaded>
      {open.value?.what === 'add' && <AddMember project={project} onClose={close} onAdded={() => query.reload()} />}
      {open.value?.what === 'remove' && (
        <RemoveMember project={project} member={open.value.member} onClose={close} onRemoved={() => query.reload()} />
      )}
    </Page>
  );
};

const AddMember = ({
  project,
  onClose,
  onAdded,
}: {
  project: string;
  onClose: () => void;
  onAdded: () => Promise<void>;
}) => {
  const user = useSignal('');
  const role = useSignal<ProjectRole>('developer');
  const add = async () => {
    const { name } = await client.projects.putMember(project, user.value.trim(), role.value);
    say(`${name} is ${role.value} of ${project}`);
    await onAdded();
  };
  return (
    <FormDialog
      title={`Let somebody into ${project}`}
      verb="Let in"
      isReady={user.value.trim() !== ''}
      onClose={onClose}
      onSend={add}
    >
      <Field
        label="User"
        help="The sign-in name of somebody who has an account. An administrator invites those who have none."
        value={user.value}
        onInput={text => (user.value = text)}
        isExact
        autoFocus
        autocomplete="off"
      />
      <Select
        label="Role"
        value={role.value}
        choices={roleChoices(rolesToGive(me.value, project))}
        onChange={chosen => (role.value = chosen as ProjectRole)}
      />
    </FormDialog>
  );
};

const RemoveMember = ({
  project,
  member,
  onClose,
  onRemoved,
}: {
  project: string;
  member: MemberView;
  onClose: () => void;
  onRemoved: () => Promise<void>;
}) => (
  <ConfirmName
    title={`Take ${member.name} out of ${project}?`}
    name={member.name}
    verb="Take out"
    onClose={onClose}
    onDo={async () => {
      await client.projects.removeMember(project, member.user);
      say(`${member.name} is out of ${project}`);
      await onRemoved();
    }}
  >
    <p>The project is not there any more for them within five seconds. What they did stays.</p>
  </ConfirmName>
);
