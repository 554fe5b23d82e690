import type { PipelineId, PipelineView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { lazy } from 'preact-iso';
import { client } from '../../data/client.js';
import { type Query, useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { useKeys } from '../../shell/keys.js';
import { usePlace } from '../../shell/use-place.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { lastWord } from '../../ui/curl.js';
import { Confirm } from '../../ui/dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Mark } from '../../ui/status.js';
import { Tabs } from '../../ui/tabs.js';
import { Time } from '../../ui/time.js';
import { mayStart, mayWrite } from '../pipelines/may.js';
import { StartDialog } from '../pipelines/start-dialog.js';
import { Overview } from './overview.js';
import { Starts } from './starts.js';
import { Versions } from './versions.js';

const Editor = lazy(() => import('./editor/editor-tab.js').then(({ EditorTab }) => EditorTab));

const tabs = [
  { id: 'overview', title: 'Overview' },
  { id: 'versions', title: 'Versions' },
  { id: 'starts', title: 'Triggers' },
  { id: 'editor', title: 'Editor' },
];

/** One pipeline: how it is, all it has been, what starts it, and its file. */
export const PipelinePage = ({ id }: { id: string }) => {
  const pipelineId = id as PipelineId;
  const found = useQuery(`pipeline ${id}`, one => one.pipeline(pipelineId));
  return (
    <Loaded query={found} label="the pipeline">
      {pipeline => <Known pipeline={pipeline} query={found} />}
    </Loaded>
  );
};

const Known = ({ pipeline, query }: { pipeline: PipelineView; query: Query<PipelineView> }) => {
  const place = usePlace();
  const tab = tabs.find(one => one.id === place.query['tab'])?.id ?? 'overview';
  useDocumentStatus(pipeline.name);
  return (
    <Page
      title={<Title pipeline={pipeline} />}
      about={<About pipeline={pipeline} />}
      actions={<Acts of={pipeline} query={query} />}
    >
      <Tabs
        label={`Parts of ${pipeline.name}`}
        tabs={tabs}
        current={tab}
        hrefOf={id => place.to(place.path, { tab: id === 'overview' ? undefined : id })}
      />
      {tab === 'overview' && <Overview pipeline={pipeline} />}
      {tab === 'versions' && <Versions pipeline={pipeline} onChanged={one => query.set(one)} />}
      {tab === 'starts' && <Starts pipeline={pipeline} />}
      {tab === 'editor' && <Editor pipeline={pipeline} onSaved={(one: PipelineView) => query.set(one)} />}
    </Page>
  );
};

const Title = ({ pipeline: { name, enabled, deleted } }: { pipeline: PipelineView }) => (
  <>
    {name} {deleted ? <Mark tone="bad">deleted</Mark> : !enabled && <Mark tone="held">disabled</Mark>}
  </>
);

const About = ({
  pipeline: { description, version, updatedAt, author, disabled, project },
}: {
  pipeline: PipelineView;
}) => (
  <>
    {description && <div>{description}</div>}
    <div>
      Version {version} by {author}, <Time at={updatedAt} />, in project {project}
      {disabled?.reason !== undefined && `; disabled by ${disabled.actor}: ${disabled.reason}`}
    </div>
  </>
);

const Acts = ({ of: pipeline, query }: { of: PipelineView; query: Query<PipelineView> }) => {
  const { id, name, enabled, project, deleted } = pipeline;
  const { to } = usePlace();
  const open = useSignal<'start' | 'switch' | undefined>(undefined);
  const close = () => (open.value = undefined);
  const canStart = enabled && mayStart(project);
  useKeys([{ key: 'r', does: 'start it', run: () => canStart && (open.value = 'start') }]);
  return (
    <>
      <ButtonLink href={to('/executions', { pipeline: id })} icon="list">
        Executions
      </ButtonLink>
      <CopyAs commands={{ yard: `pipelines show ${lastWord(name)}`, request: `GET /api/ci/pipelines/${id}` }} />
      {mayWrite(project) && !deleted && (
        <Button icon={enabled ? 'pause' : 'play'} onClick={() => (open.value = 'switch')}>
          {enabled ? 'Disable' : 'Enable'}
        </Button>
      )}
      {canStart && (
        <Button icon="play" look="main" onClick={() => (open.value = 'start')}>
          Start
        </Button>
      )}
      {open.value === 'start' && <StartDialog pipeline={pipeline} onClose={close} />}
      {open.value === 'switch' && <Switch of={pipeline} query={query} onClose={close} />}
    </>
  );
};

/** Asks whether it shall be disabled, or enabled again. */
const Switch = ({
  of: { id, name, enabled },
  query,
  onClose,
}: {
  of: PipelineView;
  query: Query<PipelineView>;
  onClose: () => void;
}) => {
  const verb = enabled ? 'Disable' : 'Enable';
  const change = async () => query.set(await (enabled ? client.catalogue.disable(id) : client.catalogue.enable(id)));
  return (
    <Confirm title={`${verb} ${name}?`} verb={verb} onClose={onClose} onDo={change}>
      {enabled
        ? 'Nothing starts it until it is enabled again; what runs goes on.'
        : 'Its triggers and schedules count again.'}
    </Confirm>
  );
};
