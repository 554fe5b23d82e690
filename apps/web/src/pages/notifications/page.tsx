import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { OfProject } from '../../ui/of-project.js';
import { Tabs } from '../../ui/tabs.js';
import { Journal } from './journal.js';
import { Targets } from './targets.js';

export const NotificationsPage = () => (
  <OfProject title="Notifications" needs="notifications.write">
    {project => <Notifications key={project} project={project} />}
  </OfProject>
);

const Notifications = ({ project }: { project: string }) => {
  useDocumentStatus('Notifications');
  const { query, to } = usePlace();
  const tab = query['tab'] === 'journal' ? 'journal' : 'targets';
  const tabs = (
    <Tabs
      label="Notifications"
      current={tab}
      hrefOf={id => to('/notifications', { tab: id === 'targets' ? undefined : id })}
      tabs={[
        { id: 'targets', title: 'Whom to tell' },
        { id: 'journal', title: 'Journal' },
      ]}
    />
  );
  return tab === 'journal' ? <Journal project={project}>{tabs}</Journal> : <Targets project={project}>{tabs}</Targets>;
};
