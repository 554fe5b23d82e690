import type { AgentView } from '@switchyard/contracts';
import { client } from '../../data/client.js';
import { useEvery } from '../../data/use-every.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { Mark, Status } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Duration, Time } from '../../ui/time.js';
import { type CheckRow, checksOf, type ServiceRow, servicesOf, standingOf } from './service-rows.js';

/** As often as processes say that they live. */
const everyMs = 5_000;

export const ServicesPage = () => {
  const agents = useQuery('agents', () => client.agents());
  const health = useQuery('health', () => client.health());
  useEvery(everyMs, () => Promise.all([agents.reload(), health.reload()]));
  const isWell = health.value.value?.status === 'healthy';
  useDocumentStatus('Services', health.value.value && (isWell ? 'up' : 'down'));
  return (
    <Page
      title="Services"
      about="The parts of this platform: whether they live, and what they stand on."
      actions={<CopyAs commands={{ yard: 'status', request: 'GET /api/agents' }} />}
    >
      <Loaded query={agents} label="services">
        {all =>
          all.length === 0 ? (
            <Empty icon="server" title="Nobody has said anything yet">
              <p>
                Every process says every five seconds that it lives. <code>yard doctor</code> looks at this machine.
              </p>
            </Empty>
          ) : (
            <>
              <Table caption="Services" columns={services} rows={servicesOf(all)} keyOf={({ name }) => name} />
              <Section title="Processes">
                <Table
                  caption="Processes"
                  columns={processes}
                  rows={servicesOf(all).flatMap(({ alive, silent }) => [...alive, ...silent])}
                  keyOf={({ instance }) => instance}
                />
              </Section>
            </>
          )
        }
      </Loaded>
      <Section title="What they stand on">
        <Loaded query={health} label="checks">
          {answer => <Table caption="Checks" columns={checks} rows={checksOf(answer)} keyOf={({ name }) => name} />}
        </Loaded>
      </Section>
    </Page>
  );
};

const services: Column<ServiceRow>[] = [
  { title: 'State', isNarrow: true, cell: row => <Status status={standingOf(row).status} /> },
  { title: 'Service', cell: ({ name }) => <strong>{name}</strong> },
  { title: 'Processes', align: 'right', isNarrow: true, cell: ({ alive }) => alive.length },
  { title: 'Version', isNarrow: true, cell: ({ versions }) => versions.join(', ') },
  { title: 'Note', isExtra: true, cell: row => standingOf(row).note },
];

const processes: Column<AgentView>[] = [
  {
    title: 'State',
    isNarrow: true,
    cell: ({ alive }) => (alive ? <Status status="up" /> : <Mark>silent</Mark>),
  },
  { title: 'Service', cell: ({ service }) => service },
  { title: 'Host', cell: ({ host, pid }) => `${host}, process ${pid}`, isExtra: true },
  { title: 'Up for', isNarrow: true, cell: one => <UpFor agent={one} /> },
  { title: 'Last heard', isNarrow: true, cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
];

const UpFor = ({ agent: { startedAt, lastSeenAt, alive } }: { agent: AgentView }) => (
  <Duration from={startedAt} to={alive ? undefined : lastSeenAt} />
);

const checks: Column<CheckRow>[] = [
  { title: 'State', isNarrow: true, cell: ({ status }) => <Status status={status} /> },
  { title: 'What', cell: ({ name }) => <strong>{name}</strong> },
  { title: 'Answered in', align: 'right', isNarrow: true, cell: ({ latencyMs }) => `${latencyMs} ms` },
  { title: 'Note', cell: ({ detail }) => detail ?? '' },
];
