import type { ConnectorView, YardEvent } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useEvery } from '../../data/use-every.js';
import { useNews } from '../../data/use-news.js';
import { type Query, useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { Table } from '../../ui/table.js';
import { poolsOf } from './agent-look.js';
import { AgentTable } from './agent-table.js';
import { DrainDialog } from './drain-dialog.js';

/** Connectors beat every five seconds. */
const beatMs = 5_000;

const matters = ({ type }: YardEvent) => type === 'step.started' || type === 'step.finished';

export const AgentsPage = () => {
  useDocumentStatus('Agents');
  const query = useQuery('connectors', () => client.connectors.list());
  useEvery(beatMs, () => query.reload());
  return (
    <Page
      title="Agents"
      about="Who runs steps, what they run, and whether they take more."
      actions={<CopyAs commands={{ request: 'GET /api/connectors' }} />}
    >
      <Live query={query} />
      <Loaded query={query} label="agents">
        {connectors => (connectors.length === 0 ? <NoAgents /> : <Agents connectors={connectors} query={query} />)}
      </Loaded>
    </Page>
  );
};

/** Hears of steps where the reader may hear of any: in the project that is chosen, or in all. */
const Live = ({ query }: { query: Query<ConnectorView[]> }) => {
  const { project } = usePlace();
  const mayHear = may(me.value, 'executions.read', project);
  return mayHear ? <News project={project} query={query} /> : null;
};

const News = ({ project, query }: { project: string | undefined; query: Query<ConnectorView[]> }) => {
  useNews(project, matters, () => query.reload());
  return null;
};

const Agents = ({ connectors, query }: { connectors: ConnectorView[]; query: Query<ConnectorView[]> }) => {
  const asking = useSignal<ConnectorView | undefined>(undefined);
  const mayDrain = may(me.value, 'platform.manage');
  return (
    <>
      <AgentTable connectors={connectors} onDrain={mayDrain ? one => (asking.value = one) : undefined} />
      <Section title="Pools">
        <Table
          caption="Pools"
          rows={poolsOf(connectors)}
          keyOf={({ pool }) => pool}
          columns={[
            { title: 'Pool', cell: ({ pool }) => <code>{pool}</code> },
            { title: 'Connectors that take steps', align: 'right', cell: one => one.connectors },
            { title: 'Slots', align: 'right', cell: ({ slots }) => slots },
            { title: 'In use', align: 'right', cell: ({ running }) => running },
          ]}
        />
      </Section>
      {asking.value && (
        <DrainDialog
          connector={asking.value}
          onClose={() => (asking.value = undefined)}
          onDone={() => query.reload()}
        />
      )}
    </>
  );
};

const NoAgents = () => (
  <Empty icon="pulse" title="Nobody is there to run steps">
    <p>
      <code>yard up</code> starts a connector of each kind that this machine can run; <code>yard doctor</code> says what
      is in the way.
    </p>
  </Empty>
);
