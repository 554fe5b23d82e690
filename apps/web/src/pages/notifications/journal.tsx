import type { NotificationState, NotificationView, YardEvent } from '@switchyard/contracts';
import type { ComponentChildren } from 'preact';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { useNews } from '../../data/use-news.js';
import { useQuery } from '../../data/use-query.js';
import { usePlace } from '../../shell/use-place.js';
import { CopyAs } from '../../ui/copy-as.js';
import { word } from '../../ui/curl.js';
import { Empty } from '../../ui/empty.js';
import { Filters } from '../../ui/filters.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Status } from '../../ui/status.js';
import type { AnyStatus } from '../../ui/status-look.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';

const states: { value: NotificationState; title: string }[] = [
  { value: 'waiting', title: 'waiting' },
  { value: 'sent', title: 'sent' },
  { value: 'dead', title: 'given up' },
];
const looks: Record<NotificationState, AnyStatus> = { waiting: 'waiting', sent: 'success', dead: 'failed' };

const matters = ({ type }: YardEvent) => type === 'execution.started' || type === 'execution.finished';

/** What people were told, or were not. */
export const Journal = ({ project, children }: { project: string; children: ComponentChildren }) => {
  const { query: words, here, set } = usePlace();
  const { before } = words;
  const state = states.find(({ value }) => value === words['state'])?.value;
  const query = useQuery(`notifications of ${project} ${state} ${before}`, () =>
    client.notifications.journal(project, given({ state, before })),
  );
  useNews(project, matters, () => query.reload());
  return (
    <Page
      title="Notifications"
      about={`What executions of ${project} told in the last 30 days.`}
      actions={
        <CopyAs
          commands={{
            yard: `notifications list --project=${word(project)}`,
            request: `GET /api/projects/${encodeURIComponent(project)}/notifications/journal`,
          }}
        />
      }
    >
      {children}
      <Filters
        filters={[{ name: 'state', label: 'State', choices: states }]}
        values={words}
        onChange={(name, value) => set({ [name]: value, before: undefined })}
      />
      <Loaded query={query} label="notifications">
        {({ notifications, next }) =>
          notifications.length === 0 ? (
            <Empty icon="globe" title="Nothing has been told">
              <p>Whoever is to be told of an execution stands under «Whom to tell», or in the pipeline file.</p>
            </Empty>
          ) : (
            <>
              <Told notifications={notifications} />
              <Pager label="notifications" older={next === undefined ? undefined : here({ before: next })} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
};

const Told = ({ notifications }: { notifications: readonly NotificationView[] }) => {
  const { to } = usePlace();
  const columns: Column<NotificationView>[] = [
    {
      title: 'State',
      isNarrow: true,
      cell: ({ state }) => (
        <Status status={looks[state]} word={states.find(({ value }) => value === state)?.title ?? state} />
      ),
    },
    { title: 'Whom', cell: ({ kind, target }) => `${kind}: ${target}` },
    {
      title: 'Of',
      cell: ({ executionId, pipelineName, moment }) => (
        <>
          <a href={to(`/executions/${executionId}`)}>{pipelineName}</a>, {moment}
        </>
      ),
    },
    { title: 'Why', isExtra: true, cell: ({ reason }) => reason ?? '' },
    { title: 'Tries', align: 'right', isNarrow: true, isExtra: true, cell: ({ attempts }) => attempts },
    {
      title: 'When',
      isNarrow: true,
      cell: ({ at, sentAt, nextAt, state }) =>
        state === 'waiting' && nextAt !== undefined ? (
          <>
            next <Time at={nextAt} />
          </>
        ) : (
          <Time at={sentAt ?? at} />
        ),
    },
  ];
  return <Table caption="Notifications" columns={columns} rows={notifications} keyOf={({ id }) => id} />;
};
