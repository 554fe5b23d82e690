import type { HookDeliveryView, HookOutcome, YardEvent } from '@switchyard/contracts';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useNews } from '../../data/use-news.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { CopyAs } from '../../ui/copy-as.js';
import { word } from '../../ui/curl.js';
import { Empty } from '../../ui/empty.js';
import { Filters } from '../../ui/filters.js';
import { Loaded } from '../../ui/loaded.js';
import { OfProject } from '../../ui/of-project.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Status } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { Delivery } from './delivery.js';
import { eventText, lookOfOutcome, reasonText } from './delivery-look.js';
import { WebhookToken } from './webhook-token.js';

export const WebhooksPage = () => (
  <OfProject title="Webhooks" needs="webhooks.read">
    {project => <Webhooks key={project} project={project} />}
  </OfProject>
);

const outcomes: { value: HookOutcome; title: string }[] = [
  { value: 'started', title: 'started' },
  { value: 'skipped', title: 'skipped' },
  { value: 'refused', title: 'refused' },
  { value: 'waiting', title: 'waiting' },
];
const filters = [{ name: 'outcome', label: 'Outcome', choices: outcomes }];

/** What comes from outside starts executions, and no event tells of what starts none. */
const matters = ({ type }: YardEvent) => type === 'execution.created';

const Webhooks = ({ project }: { project: string }) => {
  useDocumentStatus('Webhooks');
  const { query: words, here, set } = usePlace();
  const { before } = words;
  const outcome = outcomes.find(({ value }) => value === words['outcome'])?.value;
  const query = useQuery(`deliveries of ${project} ${outcome} ${before}`, () =>
    client.hooks.list(given({ project, outcome, before })),
  );
  useNews(project, matters, () => query.reload());
  return (
    <Page
      title="Webhooks"
      about={`What came to ${project} from outside in the last 30 days, and what became of it.`}
      actions={<WebhookActions project={project} />}
    >
      <Filters filters={filters} values={words} onChange={(name, value) => set({ [name]: value, before: undefined })} />
      <Loaded query={query} label="deliveries">
        {({ deliveries, next }) =>
          deliveries.length === 0 ? (
            <NoDeliveries isFiltered={outcome !== undefined || before !== undefined} />
          ) : (
            <>
              <DeliveryTable deliveries={deliveries} hrefOf={id => here({ delivery: id })} />
              <Pager label="deliveries" older={next === undefined ? undefined : here({ before: next })} />
            </>
          )
        }
      </Loaded>
      {words['delivery'] !== undefined && (
        <Delivery
          id={words['delivery']}
          project={project}
          onClose={() => set({ delivery: undefined })}
          onReplayed={id => {
            set({ delivery: id });
            void query.reload();
          }}
        />
      )}
    </Page>
  );
};

const WebhookActions = ({ project }: { project: string }) => (
  <>
    <CopyAs
      commands={{
        yard: `webhooks list --project=${word(project)}`,
        request: `GET /api/webhooks/deliveries?project=${encodeURIComponent(project)}`,
      }}
    />
    {may(me.value, 'webhooks.write', project) && <WebhookToken project={project} />}
  </>
);

const DeliveryTable = ({
  deliveries,
  hrefOf,
}: {
  deliveries: readonly HookDeliveryView[];
  hrefOf: (id: string) => string;
}) => {
  const columns: Column<HookDeliveryView>[] = [
    {
      title: 'Outcome',
      isNarrow: true,
      cell: ({ outcome }) => <Status status={lookOfOutcome[outcome]} word={outcome} />,
    },
    { title: 'What', cell: one => <a href={hrefOf(one.id)}>{eventText(one)}</a> },
    { title: 'Why', cell: reasonText, isExtra: true },
    { title: 'By', cell: ({ actor }) => actor, isExtra: true },
    { title: 'Door', cell: ({ door }) => door, isNarrow: true, isExtra: true },
    { title: 'When', cell: ({ at }) => <Time at={at} />, isNarrow: true },
  ];
  return <Table caption="Deliveries" columns={columns} rows={deliveries} keyOf={({ id }) => id} />;
};

const NoDeliveries = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty icon="hook" title="Nothing like that came">
      <p>Take the filter away to see what did.</p>
    </Empty>
  ) : (
    <Empty icon="hook" title="Nothing has come yet">
      <p>
        Make a token here, give it to GitHub, GitLab or whoever sends, and name the repository in a pipeline:{' '}
        <code>{'on: { push: { repository: org/web } }'}</code>
      </p>
      <p>
        In a terminal: <code>yard webhooks list</code>
      </p>
    </Empty>
  );
