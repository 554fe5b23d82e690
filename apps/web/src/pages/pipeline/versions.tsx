import type { PipelineView, VersionView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { useQuery } from '../../data/use-query.js';
import { type PlaceHere, usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { Select } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Row, Section } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { mayWrite } from '../pipelines/may.js';
import { Diff } from './diff.js';

const pageLength = 50;

/** A whole number from 1 to `most`. */
const versionIn = (text: string | undefined, most: number): number | undefined => {
  const version = Number(text);
  return Number.isInteger(version) && version >= 1 && version <= most ? version : undefined;
};

/** Every version it has had, and what changed between two of them. */
export const Versions = ({
  pipeline,
  onChanged,
}: {
  pipeline: PipelineView;
  onChanged: (pipeline: PipelineView) => void;
}) => {
  const { query, here } = usePlace();
  const { id, version } = pipeline;
  const before = versionIn(query['before'], version);
  const page = { limit: pageLength, ...(before === undefined ? {} : { before }) };
  const found = useQuery(`versions ${id} ${version} ${before ?? ''}`, one => one.catalogue.versions(id, page));
  const to = versionIn(query['to'], version) ?? version;
  const from = versionIn(query['from'], version) ?? Math.max(1, to - 1);
  return (
    <>
      <Section title="What changed">
        <Between from={from} to={to} most={version} />
        <Diff id={id} from={from} to={to} />
      </Section>
      <Section title="Versions">
        <Loaded query={found} label="versions">
          {({ versions, next }) => (
            <>
              <VersionTable pipeline={pipeline} versions={versions} shown={to} onChanged={onChanged} />
              <Pager
                label="versions"
                newer={before === undefined ? undefined : here({ before: undefined })}
                older={next === undefined ? undefined : here({ before: next })}
              />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
};

const Between = ({ from, to, most }: { from: number; to: number; most: number }) => {
  const { set } = usePlace();
  // A long history is chosen from in the table.
  const near = Array.from({ length: Math.min(most, 200) }, (_, n) => most - n);
  const choices = [...new Set([...near, from, to])].map(one => ({ value: String(one), title: `version ${one}` }));
  return (
    <Row>
      <Select label="From" value={String(from)} choices={choices} onChange={value => set({ from: value, to })} />
      <Select label="To" value={String(to)} choices={choices} onChange={value => set({ from, to: value })} />
    </Row>
  );
};

const columnsOf = (
  pipeline: PipelineView,
  here: PlaceHere['here'],
  onBack: (version: number) => void,
): readonly Column<VersionView>[] => {
  const canGoBack = mayWrite(pipeline.project) && !pipeline.deleted;
  return [
    {
      title: 'Version',
      isNarrow: true,
      cell: ({ version }) => <a href={here({ to: version, from: Math.max(1, version - 1) })}>{version}</a>,
    },
    { title: 'What for', cell: ({ message }) => message ?? '–' },
    { title: 'By', isNarrow: true, cell: ({ author }) => author },
    { title: 'When', isNarrow: true, cell: ({ at }) => <Time at={at} /> },
    {
      title: 'Back',
      isNarrow: true,
      cell: ({ version }) =>
        canGoBack &&
        version !== pipeline.version && (
          <Button look="bare" icon="repeat" label={`Go back to version ${version}`} onClick={() => onBack(version)} />
        ),
    },
  ];
};

const VersionTable = ({
  pipeline,
  versions,
  shown,
  onChanged,
}: {
  pipeline: PipelineView;
  versions: readonly VersionView[];
  shown: number;
  onChanged: (pipeline: PipelineView) => void;
}) => {
  const { here } = usePlace();
  const back = useSignal<number | undefined>(undefined);
  const columns = columnsOf(pipeline, here, version => (back.value = version));
  return (
    <>
      <Table
        caption="Versions, the newest first"
        columns={columns}
        rows={versions}
        keyOf={({ version }) => String(version)}
        chosen={String(shown)}
      />
      {back.value !== undefined && (
        <GoBack
          pipeline={pipeline}
          version={back.value}
          onClose={() => (back.value = undefined)}
          onChanged={onChanged}
        />
      )}
    </>
  );
};

const GoBack = ({
  pipeline: { id, version: newest },
  version,
  onClose,
  onChanged,
}: {
  pipeline: PipelineView;
  version: number;
  onClose: () => void;
  onChanged: (pipeline: PipelineView) => void;
}) => (
  <Confirm
    title={`Go back to version ${version}?`}
    verb="Go back"
    onClose={onClose}
    onDo={async () => {
      const answer = await client.catalogue.rollBack(id, version, undefined, { ifVersion: newest });
      onChanged(answer.pipeline);
    }}
  >
    Version {newest + 1} will have what version {version} had; all versions stay.
  </Confirm>
);
