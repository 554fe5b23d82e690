import type { ArtifactView } from '@switchyard/contracts';
import { type Signal, useSignal } from '@preact/signals';
import { useQuery } from '../../data/use-query.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { bytesText } from '../../ui/spans.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import css from './execution.module.css';
import { hrefOfStep, type Look } from './look.js';

/** How many artifacts the state tells of: with each one more the list is asked for anew. */
export const keptIn = ({ view }: Pick<Look, 'view'>): number =>
  view.steps.reduce(
    (sum, { attempts }) => sum + attempts.reduce((n, { artifacts = [] }) => n + artifacts.length, 0),
    0,
  );

export const ArtifactsTab = ({ look }: { look: Look }) => {
  const { id } = look.view;
  const query = useQuery(`artifacts ${id} ${keptIn(look)}`, client => client.artifacts.list(id));
  return (
    <Loaded query={query} label="artifacts">
      {({ artifacts }) => (artifacts.length === 0 ? <None /> : <List look={look} artifacts={artifacts} />)}
    </Loaded>
  );
};

const None = () => (
  <Empty icon="box" title="No artifacts">
    <p>
      A step keeps files with <code>artifacts:</code>, such as{' '}
      <code>{'artifacts: { name: site, paths: [dist/**] }'}</code>.
    </p>
  </Empty>
);

const columnsOf = (look: Look, open: Signal<string | undefined>): Column<ArtifactView>[] => [
  {
    title: 'Name',
    cell: one => (
      <Button
        look="bare"
        icon={open.value === one.id ? 'down' : 'right'}
        expanded={open.value === one.id}
        onClick={() => (open.value = open.value === one.id ? undefined : one.id)}
      >
        {one.name}
      </Button>
    ),
  },
  { title: 'Step', cell: one => <a href={hrefOfStep(look)(one.stepId)}>{one.stepId}</a>, isExtra: true },
  { title: 'Kind', cell: one => (one.report ? <Mark>{one.report.kind}</Mark> : 'files'), isExtra: true },
  { title: 'Files', align: 'right', isNarrow: true, cell: one => one.files },
  { title: 'Size', align: 'right', isNarrow: true, cell: one => bytesText(one.bytes) },
  {
    title: 'Expires',
    isExtra: true,
    isNarrow: true,
    cell: one => (one.expiresAt === undefined ? 'never' : <Time at={one.expiresAt} />),
  },
  {
    title: 'Download',
    isNarrow: true,
    cell: one => (
      <ButtonLink
        icon="download"
        download
        href={`/api/ci/executions/${look.view.id}/artifacts/${encodeURIComponent(one.id)}/archive`}
      >
        ZIP
      </ButtonLink>
    ),
  },
];

const List = ({ look, artifacts }: { look: Look; artifacts: ArtifactView[] }) => {
  const { view } = look;
  const open = useSignal<string | undefined>(undefined);
  const chosen = artifacts.find(({ id }) => id === open.value);
  return (
    <div class={css.part}>
      <div class={css.end}>
        <CopyAs
          commands={{ yard: `artifacts download ${view.id}`, request: `GET /api/ci/executions/${view.id}/artifacts` }}
        />
      </div>
      <Table
        caption="Artifacts"
        columns={columnsOf(look, open)}
        rows={artifacts}
        keyOf={({ id }) => id}
        chosen={open.value}
      />
      {chosen && <Files key={chosen.id} look={look} artifact={chosen} />}
    </div>
  );
};

const mostFiles = 1_000;

const Files = ({ look: { view }, artifact }: { look: Look; artifact: ArtifactView }) => {
  const query = useQuery(`files ${view.id} ${artifact.id}`, client =>
    client.artifacts.get(view.id, artifact.id, 0, mostFiles),
  );
  const address = (path: string) =>
    `/api/ci/executions/${view.id}/artifacts/${encodeURIComponent(artifact.id)}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
  return (
    <Loaded query={query} label="files">
      {({ entries, next }) => (
        <>
          <Table
            caption={`Files of ${artifact.name}`}
            keyOf={({ path }) => path}
            rows={entries}
            columns={[
              {
                title: `Files of ${artifact.name}`,
                cell: one => (
                  <a href={address(one.path)} download="">
                    {one.path}
                  </a>
                ),
              },
              { title: 'Size', align: 'right', isNarrow: true, cell: one => bytesText(one.bytes) },
              {
                title: 'SHA-256',
                isExtra: true,
                isNarrow: true,
                cell: one => <code title={one.sha256}>{one.sha256.slice(0, 12)}</code>,
              },
            ]}
          />
          {next !== undefined && <p class={css.soft}>The first {mostFiles} files; the ZIP has all of them.</p>}
        </>
      )}
    </Loaded>
  );
};
