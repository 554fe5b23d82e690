import type { NotifyTargetView } from '@switchyard/contracts';
import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { useQuery } from '../../data/use-query.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { ConfirmName } from '../../ui/form-dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { EditTarget } from './edit-target.js';
import { kinds, moments, whomText } from './target-form.js';

type Open = { what: 'edit'; target?: NotifyTargetView } | { what: 'remove'; target: NotifyTargetView };

/** Whom all executions of a project tell. */
export const Targets = ({ project, children }: { project: string; children: ComponentChildren }) => {
  const open = useSignal<Open | undefined>(undefined);
  const query = useQuery(`notify targets of ${project}`, () => client.notifications.list(project));
  const close = () => (open.value = undefined);
  return (
    <Page
      title="Notifications"
      about={`Whom every execution of ${project} tells; pipelines may name more in their files.`}
      actions={
        <>
          <CopyAs commands={{ request: `GET /api/projects/${encodeURIComponent(project)}/notifications` }} />
          <Button look="main" icon="plus" onClick={() => (open.value = { what: 'edit' })}>
            Tell somebody
          </Button>
        </>
      }
    >
      {children}
      <Loaded query={query} label="targets">
        {({ targets }) =>
          targets.length === 0 ? (
            <NoTargets />
          ) : (
            <TargetTable targets={targets} onOpen={wanted => (open.value = wanted)} />
          )
        }
      </Loaded>
      {open.value?.what === 'edit' && (
        <EditTarget project={project} target={open.value.target} onClose={close} onKept={() => query.reload()} />
      )}
      {open.value?.what === 'remove' && (
        <RemoveTarget project={project} target={open.value.target} onClose={close} onRemoved={() => query.reload()} />
      )}
    </Page>
  );
};

const TargetTable = ({ targets, onOpen }: { targets: readonly NotifyTargetView[]; onOpen: (open: Open) => void }) => {
  const columns: Column<NotifyTargetView>[] = [
    { title: 'Name', cell: ({ name }) => name },
    {
      title: 'Tells',
      cell: one => (
        <>
          <Mark>{kinds.find(({ value }) => value === one.target)?.title ?? one.target}</Mark> {whomText(one)}
        </>
      ),
    },
    {
      title: 'When an execution',
      cell: ({ on }) =>
        moments
          .filter(({ value }) => on.includes(value))
          .map(({ title }) => title)
          .join(', '),
    },
    { title: 'Last changed', cell: ({ at }) => <Time at={at} />, isNarrow: true, isExtra: true },
    { title: 'By', cell: ({ author }) => author, isExtra: true },
    {
      title: 'Actions',
      isNarrow: true,
      align: 'right',
      cell: target => (
        <>
          <Button
            icon="edit"
            look="bare"
            label={`Change ${target.name}`}
            onClick={() => onOpen({ what: 'edit', target })}
          />
          <Button
            icon="trash"
            look="bare"
            label={`Remove ${target.name}`}
            onClick={() => onOpen({ what: 'remove', target })}
          />
        </>
      ),
    },
  ];
  return <Table caption="Targets" columns={columns} rows={targets} keyOf={({ name }) => name} />;
};

const NoTargets = () => (
  <Empty icon="globe" title="Nobody is told yet">
    <p>
      Add somebody here, or in a pipeline file:{' '}
      <code>{"notifications: { on-failure: { slack: { channel: '#builds' } } }"}</code>
    </p>
    <p>
      What was told is listed by <code>yard notifications list</code>.
    </p>
  </Empty>
);

const RemoveTarget = ({
  project,
  target: { name },
  onClose,
  onRemoved,
}: {
  project: string;
  target: NotifyTargetView;
  onClose: () => void;
  onRemoved: () => Promise<void>;
}) => (
  <ConfirmName
    title={`Tell ${name} nothing more?`}
    name={name}
    verb="Remove it"
    onClose={onClose}
    onDo={async () => {
      await client.notifications.remove(project, name);
      say(`${name} is told nothing more`);
      await onRemoved();
    }}
  >
    <p>What was told already stays in the journal.</p>
  </ConfirmName>
);
