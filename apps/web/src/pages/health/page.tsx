import type { HealthAnswer } from '@switchyard/contracts';
import { useEffect } from 'preact/hooks';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { useKeys } from '../../shell/keys.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Status } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';

const againMs = 10_000;
const titles: Record<string, string> = {
  application: 'Application',
  memory: 'Memory',
  store: 'Store',
  bus: 'Bus',
  registry: 'Service registry',
  cache: 'Cache',
  disk: 'Disk',
};

interface Row {
  name: string;
  check: HealthAnswer['checks'][string];
}

const columns: Column<Row>[] = [
  { title: 'Part', cell: ({ name }) => titles[name] ?? name },
  { title: 'State', cell: ({ check }) => <Status status={check.status} /> },
  { title: 'Latency', align: 'right', cell: ({ check }) => `${check.latencyMs.toFixed(1)} ms`, isNarrow: true },
  { title: 'Details', cell: ({ check }) => check.detail ?? '' },
];

/** How the platform's parts are, looked at again and again. */
export const HealthPage = () => {
  const query = useQuery('health', client => client.health());
  const { value } = query;
  const isWell = value.value?.status === 'healthy';
  useDocumentStatus('Health', value.value && (isWell ? 'up' : 'down'));
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && void query.reload(), againMs);
    return () => clearInterval(timer);
  }, [query]);
  useKeys([{ key: 'r', does: 'look again', run: () => query.reload() }]);
  return (
    <Page
      title="Health"
      about={value.value && <Verdict answer={value.value} />}
      actions={
        <>
          <CopyAs commands={{ yard: 'status', request: 'GET /api/healthchecker' }} />
          <Button icon="repeat" onClick={() => query.reload()}>
            Look again
          </Button>
        </>
      }
    >
      <Loaded query={query} label="the health of the platform">
        {({ checks }) => (
          <Table
            caption="Parts of the platform"
            columns={columns}
            rows={Object.entries(checks).map(([name, check]) => ({ name, check }))}
            keyOf={({ name }) => name}
          />
        )}
      </Loaded>
    </Page>
  );
};

const Verdict = ({ answer: { status, version } }: { answer: HealthAnswer }) => (
  <span aria-live="polite">
    <Status status={status === 'healthy' ? 'up' : 'down'} word={status} /> · version {version}
  </span>
);
