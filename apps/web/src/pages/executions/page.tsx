import type { ListExecutionsReply } from '@switchyard/contracts';
import { executionStatuses } from '@switchyard/contracts/statuses';
import { triggerTypes } from '@switchyard/contracts/words';
import { useFeed } from '../../data/feed.js';
import { useSoon } from '../../data/use-soon.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { placeOf } from '../../shell/places.js';
import { usePlace } from '../../shell/use-place.js';
import { ButtonLink } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { type Filter, Filters } from '../../ui/filters.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { lookOf } from '../../ui/status-look.js';
import { Live } from '../../ui/live.js';
import { askedOf, concerns, filterNames, isFiltered, isFirstPage, triggerWord } from './asked.js';
import { ExecutionTable } from './table.js';

const filters: readonly Filter[] = [
  { name: 'text', label: 'Search', isSearch: true },
  { name: 'status', label: 'Status', choices: executionStatuses.map(value => ({ value, title: lookOf(value).word })) },
  { name: 'trigger', label: 'Trigger', choices: triggerTypes.map(value => ({ value, title: triggerWord(value) })) },
  { name: 'branch', label: 'Branch' },
  { name: 'author', label: 'Author' },
];

/** All executions, the newest first, as they happen. */
export const ExecutionsPage = () => {
  const { query, project, set } = usePlace();
  const asked = askedOf(query);
  const address = placeOf('/api/ci/executions', { ...asked });
  const found = useQuery(address, client => client.executions(asked));
  const reload = useSoon(() => found.reload());
  const { isLost } = useFeed({ project }, event => {
    if (concerns(event, found.value.peek()?.executions ?? [], isFirstPage(query))) reload();
  });
  useDocumentStatus('Executions');
  return (
    <Page
      title="Executions"
      actions={
        <>
          <Live isLost={isLost.value} />
          <CopyAs commands={{ yard: 'list', request: `GET ${address}` }} />
        </>
      }
    >
      <Filters
        filters={filters}
        values={query}
        onChange={(name, value) => set({ [name]: value, before: undefined, after: undefined })}
      />
      {query['pipeline'] && <OfPipeline id={query['pipeline']} />}
      <Loaded query={found} label="executions">
        {page => <Found page={page} />}
      </Loaded>
    </Page>
  );
};

const Found = ({ page }: { page: ListExecutionsReply }) => {
  const { query, here } = usePlace();
  if (page.executions.length === 0) return <Nothing />;
  const isFirst = isFirstPage(query);
  return (
    <>
      <ExecutionTable executions={page.executions} />
      <Pager
        label="executions"
        newer={isFirst ? undefined : here({ after: page.previous, before: undefined })}
        older={page.next === undefined ? undefined : here({ before: page.next, after: undefined })}
      />
    </>
  );
};

const OfPipeline = ({ id }: { id: string }) => {
  const { here } = usePlace();
  return (
    <p>
      Of one pipeline only: <a href={`/pipelines/${encodeURIComponent(id)}`}>what it is</a>,{' '}
      <a href={here({ pipeline: undefined, before: undefined, after: undefined })}>all pipelines</a>
    </p>
  );
};

/** Nothing fits, there is nothing further on, or nothing has ever run. */
const Nothing = () => {
  const { query, here, to } = usePlace();
  const nowhere = { before: undefined, after: undefined };
  if (!isFirstPage(query))
    return (
      <Empty icon="list" title="That is all">
        <ButtonLink href={here(nowhere)}>The newest ones</ButtonLink>
      </Empty>
    );
  if (isFiltered(query))
    return (
      <Empty icon="search" title="No execution fits">
        <ButtonLink href={here({ ...nowhere, ...Object.fromEntries(filterNames.map(name => [name, undefined])) })}>
          Show all
        </ButtonLink>
      </Empty>
    );
  return (
    <Empty icon="play" title="Nothing has run yet">
      <p>Start a pipeline here, or from a checkout:</p>
      <pre>yard run pipeline.yaml</pre>
      <ButtonLink href={to('/pipelines')} look="main">
        Pipelines
      </ButtonLink>
    </Empty>
  );
};
