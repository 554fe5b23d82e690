import type { Permission } from '@switchyard/contracts';
import type { ComponentChildren } from 'preact';
import { me } from '../data/session.js';
import { may, projectShown, roleFor, roleOf } from '../data/may.js';
import { usePlace } from '../shell/use-place.js';
import { Empty } from './empty.js';
import { Page } from './page.js';

/** A page about one project: which one is found out here, and who may not see it is told so before anybody is asked. */
export const OfProject = ({
  title,
  needs,
  children,
}: {
  title: string;
  needs: Permission;
  children: (project: string) => ComponentChildren;
}) => {
  const place = usePlace();
  const project = projectShown(me.value, place.project);
  if (project === undefined)
    return (
      <Page title={title}>
        <ChooseProject title={title} />
      </Page>
    );
  if (may(me.value, needs, project)) return <>{children(project)}</>;
  return (
    <Page title={title}>
      <NotAllowed what={title} project={project} needs={needs} />
    </Page>
  );
};

const ChooseProject = ({ title }: { title: string }) => {
  const { here } = usePlace();
  const own = Object.keys(me.value?.projects ?? {});
  return own.length === 0 ? (
    <Empty icon="people" title="You are in no project yet">
      <p>Somebody who is an admin of one can let you in, by your sign-in name {me.value?.login ?? me.value?.name}.</p>
    </Empty>
  ) : (
    <Empty icon="box" title={`${title} of which project?`}>
      <p>
        {own.map(id => (
          <span key={id}>
            <a href={here({ project: id })}>{id}</a>{' '}
          </span>
        ))}
      </p>
    </Empty>
  );
};

const NotAllowed = ({ what, project, needs }: { what: string; project: string; needs: Permission }) => {
  const { to } = usePlace();
  const role = roleOf(me.value, project);
  return (
    <Empty icon="lock" title={`${what} of ${project} are not yours to see`}>
      <p>
        That takes the role {roleFor(needs)} or more; {role === undefined ? 'you are no member' : `you are ${role}`}.{' '}
        <a href={to('/members', { project })}>Ask an admin of the project</a>.
      </p>
    </Empty>
  );
};

/** What only administrators of the platform may see. */
export const ForAdministrators = ({ title, children }: { title: string; children: () => ComponentChildren }) =>
  may(me.value, 'platform.manage') ? (
    <>{children()}</>
  ) : (
    <Page title={title}>
      <Empty icon="lock" title={`${title} is for administrators of the platform`}>
        <p>An administrator can make you one.</p>
      </Empty>
    </Page>
  );
