import type { DeploymentView, YardEvent } from '@switchyard/contracts';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useNews } from '../../data/use-news.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { OfProject } from '../../ui/of-project.js';
import { Page, Section } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Status } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { type EnvironmentRow, environmentsOf, whatText } from './environment-rows.js';

export const EnvironmentsPage = () => {
  const { project } = usePlace();
  // Administrators see those of all projects, unless they have chosen one.
  if (project === undefined && may(me.value, 'executions.read')) return <Environments />;
  return (
    <OfProject title="Environments" needs="executions.read">
      {of => <Environments key={of} project={of} />}
    </OfProject>
  );
};

const matters = ({ type }: YardEvent) => type.startsWith('step.') || type === 'execution.created';

/** Executions that are looked at for the environments there are. */
const mostLookedAt = 200;

const Environments = ({ project }: { project?: string }) => {
  const { query: words, here } = usePlace();
  const { environment, before } = words;
  useDocumentStatus(environment ?? 'Environments');
  const query = useQuery(`deployments of ${project} ${environment} ${before}`, () =>
    client.deployments.list(
      given({ project, environment, before, limit: environment === undefined ? mostLookedAt : 50 }),
    ),
  );
  useNews(project, matters, () => query.reload());
  return (
    <Page
      title={environment ?? 'Environments'}
      about={
        environment === undefined ? (
          'What steps with an environment-name changed last, and what is there now.'
        ) : (
          <a href={here({ environment: undefined, before: undefined })}>All environments</a>
        )
      }
      actions={
        <CopyAs
          commands={{ request: `GET /api/ci/deployments${project ? `?project=${encodeURIComponent(project)}` : ''}` }}
        />
      }
    >
      <Loaded query={query} label="deployments">
        {({ deployments, next }) =>
          deployments.length === 0 ? (
            <NoDeployments />
          ) : (
            <>
              {environment === undefined && <EnvironmentTable rows={environmentsOf(deployments)} />}
              <Section title="Deployments">
                <DeploymentTable deployments={deployments} />
                <Pager label="deployments" older={next === undefined ? undefined : here({ before: next })} />
              </Section>
            </>
          )
        }
      </Loaded>
    </Page>
  );
};

const EnvironmentTable = ({ rows }: { rows: readonly EnvironmentRow[] }) => {
  const { to } = usePlace();
  const columns: Column<EnvironmentRow>[] = [
    {
      title: 'Environment',
      cell: ({ name, project }) => <a href={to('/environments', { environment: name, project })}>{name}</a>,
    },
    { title: 'Project', isExtra: true, cell: ({ project }) => project },
    {
      title: 'There now',
      cell: ({ live }) =>
        live ? (
          <>
            {whatText(live)}, <Time at={live.finishedAt ?? live.createdAt} />
          </>
        ) : (
          'nothing that this page knows of'
        ),
    },
    {
      title: 'Last',
      isNarrow: true,
      cell: ({ newest }) => (
        <a href={to(`/executions/${newest.executionId}`, { step: newest.stepId })}>
          <Status status={newest.status} />
        </a>
      ),
    },
  ];
  return <Table caption="Environments" columns={columns} rows={rows} keyOf={({ key }) => key} />;
};

const DeploymentTable = ({ deployments }: { deployments: readonly DeploymentView[] }) => {
  const { to } = usePlace();
  const columns: Column<DeploymentView>[] = [
    { title: 'Status', isNarrow: true, cell: ({ status }) => <Status status={status} /> },
    { title: 'Environment', cell: ({ environment }) => environment },
    {
      title: 'What',
      cell: one => <a href={to(`/executions/${one.executionId}`, { step: one.stepId })}>{whatText(one)}</a>,
    },
    { title: 'By', isExtra: true, cell: ({ actor }) => actor },
    { title: 'When', isNarrow: true, cell: ({ startedAt, createdAt }) => <Time at={startedAt ?? createdAt} /> },
  ];
  return (
    <Table
      caption="Deployments"
      columns={columns}
      rows={deployments}
      keyOf={({ executionId, stepId }) => `${executionId} ${stepId}`}
    />
  );
};

const NoDeployments = () => (
  <Empty icon="globe" title="No step has changed an environment yet">
    <p>
      A step says which one it changes: <code>environment-name: production</code>. It may wait for an approval, and has
      secrets of its own: <code>yard secrets set npm.token --environment production</code>
    </p>
  </Empty>
);
