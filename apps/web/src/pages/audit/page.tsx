import type { AuditRecordView, ListAuditAnswer } from '@switchyard/contracts';
import type { ListAuditOptions } from '@switchyard/client';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { ButtonLink } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Empty } from '../../ui/empty.js';
import { Filters } from '../../ui/filters.js';
import { Loaded } from '../../ui/loaded.js';
import { OfProject } from '../../ui/of-project.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { AuditTable } from './audit-table.js';
import { knownActions, sinces, sinceTime } from './audit-view.js';
import { Chain } from './chain.js';

export const AuditPage = () => {
  const { project } = usePlace();
  // Administrators see all that happened on the platform, unless they have chosen a project.
  if (project === undefined && may(me.value, 'platform.manage')) return <Audit />;
  return (
    <OfProject title="Audit" needs="audit.read">
      {of => <Audit key={of} project={of} />}
    </OfProject>
  );
};

const filters = [
  { name: 'who', label: 'Who', isSearch: true },
  { name: 'action', label: 'Action', choices: knownActions.map(value => ({ value, title: value })) },
  { name: 'object', label: 'Id of what it was done to' },
  { name: 'since', label: 'Time', choices: sinces },
] as const;

const Audit = ({ project }: { project?: string }) => {
  useDocumentStatus('Audit');
  const { query: words, here, set } = usePlace();
  const { who, action, object, since, before } = words;
  const from = sinceTime(since, Date.now());
  const seq = before === undefined ? undefined : Number(before);
  const options = given<ListAuditOptions>({ who, action, object, since: from, before: seq });
  const isPlatform = project === undefined;
  const query = useQuery(`audit of ${project ?? 'all'} ${JSON.stringify({ ...options, since })}`, () =>
    isPlatform ? client.audit.list(options) : client.audit.ofProject(project, options),
  );
  const isFiltered = Object.keys(options).length > 0;
  return (
    <Page
      title="Audit"
      about={isPlatform ? 'Who changed what on this platform.' : `Who changed what in ${project}.`}
      actions={<AuditActions project={project} />}
    >
      {isPlatform && <Chain newest={isFiltered ? undefined : query.value.value?.records[0]?.seq} />}
      <Filters filters={filters} values={words} onChange={(name, value) => set({ [name]: value, before: undefined })} />
      <Loaded query={query} label="the audit">
        {page => <Records page={page} isFiltered={isFiltered} hrefOf={seq => here({ before: seq })} />}
      </Loaded>
    </Page>
  );
};

const AuditActions = ({ project }: { project: string | undefined }) =>
  project === undefined ? (
    <>
      <CopyAs commands={{ yard: 'audit list', request: 'GET /api/audit' }} />
      <ButtonLink href="/api/audit/export" icon="download" download>
        Export
      </ButtonLink>
    </>
  ) : (
    <CopyAs commands={{ request: `GET /api/projects/${encodeURIComponent(project)}/audit` }} />
  );

const Records = ({
  page: { records, next },
  isFiltered,
  hrefOf,
}: {
  page: ListAuditAnswer;
  isFiltered: boolean;
  hrefOf: (before: number) => string;
}) =>
  records.length === 0 ? (
    <Empty icon="book" title={isFiltered ? 'Nothing like that' : 'Nothing has been changed yet'}>
      <p>{isFiltered ? 'Take a filter away to see more.' : 'Every change is recorded here before it is answered.'}</p>
    </Empty>
  ) : (
    <>
      <AuditTable records={records as readonly AuditRecordView[]} />
      <Pager label="the audit" older={next === undefined ? undefined : hrefOf(next)} />
    </>
  );
