import { connectorTypes } from '@switchyard/contracts/connectors';
import { lazy } from 'preact-iso';
import { useFeed } from '../../data/feed.js';
import { useQuery } from '../../data/use-query.js';
import { useSoon } from '../../data/use-soon.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { placeOf } from '../../shell/places.js';
import { usePlace } from '../../shell/use-place.js';
import { ButtonLink } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { type Filter, Filters } from '../../ui/filters.js';
import { Live } from '../../ui/live.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Row } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Tabs } from '../../ui/tabs.js';
import { mayWrite } from './may.js';
import { askedOf, loadPage, type PipelinePage } from './rows.js';
import { PipelineTable } from './table.js';

const ProjectCharts = lazy(() => import('../charts/project-charts.js').then(({ ProjectCharts: Charts }) => Charts));

const tabs = [
  { id: 'list', title: 'Pipelines' },
  { id: 'charts', title: 'Charts' },
];

/** Pipelines and how they are; on the other side, how the whole project is. */
export const PipelinesPage = () => {
  const { query, project, to, here } = usePlace();
  const tab = query['tab'] === 'charts' ? 'charts' : 'list';
  useDocumentStatus(tab === 'charts' ? 'Charts' : 'Pipelines');
  return (
    <Page
      title="Pipelines"
      actions={
        mayWrite(project) && (
          <ButtonLink href={to('/pipelines/new')} icon="plus" look="main">
            New pipeline
          </ButtonLink>
        )
      }
    >
      <Tabs
        label="Pipelines"
        tabs={tabs}
        current={tab}
        hrefOf={id => (id === 'list' ? to('/pipelines') : here({ tab: id, after: undefined }))}
      />
      {tab === 'charts' ? <ProjectCharts project={project ?? 'default'} /> : <List />}
    </Page>
  );
};

const filters: readonly Filter[] = [
  { name: 'name', label: 'Search', isSearch: true },
  {
    name: 'state',
    label: 'State',
    choices: [
      { value: 'enabled', title: 'enabled' },
      { value: 'disabled', title: 'disabled' },
    ],
  },
  { name: 'connector', label: 'Connector', choices: connectorTypes.map(value => ({ value, title: value })) },
  { name: 'sort', label: 'Order', choices: [{ value: 'updated', title: 'last changed first' }] },
];

const List = () => {
  const { query, project, set } = usePlace();
  const asked = askedOf(query);
  const { enabled, deleted: _, ...words } = asked;
  const address = placeOf('/api/ci/pipelines', { ...words, enabled: enabled?.toString() });
  const found = useQuery(address, client => loadPage(client, asked));
  const reload = useSoon(() => found.reload());
  const { isLost } = useFeed({ project }, ({ type }) => {
    if (type === 'execution.created' || type === 'execution.started' || type === 'execution.finished') reload();
  });
  return (
    <>
      <Filters filters={filters} values={query} onChange={(name, value) => set({ [name]: value, after: undefined })} />
      <Loaded query={found} label="pipelines">
        {page => <Found page={page} />}
      </Loaded>
      <Row>
        <Live isLost={isLost.value} />
        <CopyAs commands={{ yard: 'pipelines list', request: `GET ${address}` }} />
      </Row>
    </>
  );
};

const Found = ({ page: { rows, next } }: { page: PipelinePage }) => {
  const { query, here, to, project } = usePlace();
  if (rows.length > 0)
    return (
      <>
        <PipelineTable rows={rows} />
        <Pager label="pipelines" older={next === undefined ? undefined : here({ after: next })} />
      </>
    );
  const isNarrow = ['name', 'state', 'connector', 'after'].some(name => query[name]);
  return isNarrow ? (
    <Empty icon="search" title="No pipeline fits">
      <ButtonLink href={to('/pipelines')}>Show all</ButtonLink>
    </Empty>
  ) : (
    <Empty icon="flow" title="There is no pipeline yet">
      <p>Write one here, or let the command line make one from a checkout:</p>
      <pre>{'yard init\nyard apply pipeline.yaml'}</pre>
      {mayWrite(project) && (
        <ButtonLink href={to('/pipelines/new')} icon="plus" look="main">
          New pipeline
        </ButtonLink>
      )}
    </Empty>
  );
};
