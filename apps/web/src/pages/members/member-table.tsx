import type { MemberView, ProjectRole } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { client } from '../../data/client.js';
import { rolesToGive } from '../../data/may.js';
import { me } from '../../data/session.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { sentence } from '../../ui/problem.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { mayChange } from './roles.js';
import css from './members.module.css';

interface MembersShown {
  project: string;
  members: readonly MemberView[];
  mayWrite: boolean;
  onRemove: (member: MemberView) => void;
  onChanged: () => Promise<void>;
}

export const MemberTable = ({ project, members, mayWrite, onRemove, onChanged }: MembersShown) => {
  const own = rolesToGive(me.value, project);
  const isOpen = ({ role }: MemberView) => mayWrite && mayChange(own, role);
  const columns: Column<MemberView>[] = [
    {
      title: 'Name',
      cell: ({ name, user }) => (
        <>
          {name} {user === me.value?.id && <Mark>you</Mark>}
        </>
      ),
    },
    {
      title: 'Role',
      isNarrow: true,
      cell: member =>
        isOpen(member) ? (
          <RoleChoice project={project} member={member} roles={own} onChanged={onChanged} />
        ) : (
          <Mark>{member.role}</Mark>
        ),
    },
    { title: 'Since', cell: ({ addedAt }) => <Time at={addedAt} />, isNarrow: true, isExtra: true },
    { title: 'Let in by', cell: ({ addedBy }) => addedBy, isExtra: true },
  ];
  const acts: Column<MemberView> = {
    title: 'Actions',
    isNarrow: true,
    align: 'right',
    cell: member =>
      isOpen(member) && (
        <Button icon="trash" look="bare" label={`Take ${member.name} out`} onClick={() => onRemove(member)} />
      ),
  };
  return (
    <Table
      caption="Members"
      columns={mayWrite ? [...columns, acts] : columns}
      rows={members}
      keyOf={({ user }) => user}
    />
  );
};

const RoleChoice = ({
  project,
  member,
  roles,
  onChanged,
}: {
  project: string;
  member: MemberView;
  roles: readonly ProjectRole[];
  onChanged: () => Promise<void>;
}) => {
  const change = async (role: ProjectRole) => {
    try {
      await client.projects.putMember(project, member.user, role);
      say(`${member.name} is ${role} now`);
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      say(sentence(error.message), 'bad');
    }
    await onChanged();
  };
  return (
    <select
      class={css.role}
      aria-label={`Role of ${member.name}`}
      value={member.role}
      onChange={event => void change(event.currentTarget.value as ProjectRole)}
    >
      {roles.map(role => (
        <option key={role} value={role} selected={role === member.role}>
          {role}
        </option>
      ))}
    </select>
  );
};
