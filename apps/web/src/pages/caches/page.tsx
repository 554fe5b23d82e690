import type { CacheView, ListCachesReply } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { given } from '../../data/given.js';
import { may } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { say } from '../../shell/toasts.js';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { bytesText } from '../../ui/bytes.js';
import { CopyAs } from '../../ui/copy-as.js';
import { word } from '../../ui/curl.js';
import { Confirm } from '../../ui/dialog.js';
import { Empty } from '../../ui/empty.js';
import { Filters } from '../../ui/filters.js';
import { ConfirmName } from '../../ui/form-dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { OfProject } from '../../ui/of-project.js';
import { Page } from '../../ui/page.js';
import { Mark } from '../../ui/status.js';
import { type Column, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';

export const CachesPage = () => (
  <OfProject title="Caches" needs="executions.read">
    {project => <Caches key={project} project={project} />}
  </OfProject>
);

type Open = { what: 'clear' } | { what: 'remove'; cache: CacheView };

const Caches = ({ project }: { project: string }) => {
  useDocumentStatus('Caches');
  const { query: words, set } = usePlace();
  const { prefix } = words;
  const open = useSignal<Open | undefined>(undefined);
  const mayRemove = may(me.value, 'executions.control', project);
  const query = useQuery(`caches of ${project} ${prefix}`, () =>
    client.caches.list(project, given({ limit: 500, prefix })),
  );
  return (
    <Page
      title="Caches"
      about={`What steps of ${project} kept for later ones, the last used first.`}
      actions={
        <CacheActions project={project} onClear={mayRemove ? () => (open.value = { what: 'clear' }) : undefined}>
          {prefix === undefined ? 'Remove all' : 'Remove these'}
        </CacheActions>
      }
    >
      <Filters
        filters={[{ name: 'prefix', label: 'Keys that begin with', isSearch: true }]}
        values={words}
        onChange={(name, value) => set({ [name]: value })}
      />
      <Loaded query={query} label="caches">
        {reply => (
          <CachesFound
            reply={reply}
            isFiltered={prefix !== undefined}
            onRemove={mayRemove ? cache => (open.value = { what: 'remove', cache }) : undefined}
          />
        )}
      </Loaded>
      {open.value && (
        <Removal
          project={project}
          prefix={prefix}
          open={open.value}
          onClose={() => (open.value = undefined)}
          onDone={() => query.reload()}
        />
      )}
    </Page>
  );
};

const CacheActions = ({
  project,
  onClear,
  children,
}: {
  project: string;
  onClear: (() => void) | undefined;
  children: string;
}) => (
  <>
    <CopyAs
      commands={{
        yard: `cache list --project=${word(project)}`,
        request: `GET /api/ci/projects/${encodeURIComponent(project)}/caches`,
      }}
    />
    {onClear && (
      <Button icon="trash" onClick={onClear}>
        {children}
      </Button>
    )}
  </>
);

const CachesFound = ({
  reply: { caches, count, bytes },
  isFiltered,
  onRemove,
}: {
  reply: ListCachesReply;
  isFiltered: boolean;
  onRemove: ((cache: CacheView) => void) | undefined;
}) =>
  caches.length === 0 ? (
    <NoCaches isFiltered={isFiltered} />
  ) : (
    <>
      <CacheTable caches={caches} onRemove={onRemove} />
      <p>
        {caches.length} of {count} caches; all of them take {bytesText(bytes)}.
      </p>
    </>
  );

const CacheTable = ({
  caches,
  onRemove,
}: {
  caches: readonly CacheView[];
  onRemove: ((cache: CacheView) => void) | undefined;
}) => {
  const columns: Column<CacheView>[] = [
    { title: 'Key', cell: ({ key }) => <code>{key}</code> },
    {
      title: 'Holds',
      isNarrow: true,
      isExtra: true,
      cell: ({ kind, scope }) => (
        <>
          <Mark>{kind === 'files' ? 'files' : 'result'}</Mark>{' '}
          {scope !== 'trusted' && <Mark tone="held">from outside</Mark>}
        </>
      ),
    },
    { title: 'Size', cell: ({ bytes }) => bytesText(bytes), align: 'right', isNarrow: true },
    { title: 'Files', cell: ({ files }) => files, align: 'right', isNarrow: true, isExtra: true },
    { title: 'Hits', cell: ({ hits }) => hits, align: 'right', isNarrow: true, isExtra: true },
    { title: 'Last used', cell: ({ usedAt }) => <Time at={usedAt} />, isNarrow: true },
    { title: 'Kept', cell: ({ savedAt }) => <Time at={savedAt} />, isNarrow: true, isExtra: true },
  ];
  const acts: Column<CacheView> = {
    title: 'Actions',
    isNarrow: true,
    align: 'right',
    cell: cache => (
      <Button icon="trash" look="bare" label={`Remove the cache ${cache.key}`} onClick={() => onRemove?.(cache)} />
    ),
  };
  return (
    <Table caption="Caches" columns={onRemove ? [...columns, acts] : columns} rows={caches} keyOf={({ id }) => id} />
  );
};

const NoCaches = ({ isFiltered }: { isFiltered: boolean }) => (
  <Empty icon="box" title={isFiltered ? 'No cache has such a key' : 'No caches yet'}>
    <p>
      A step keeps files with <code>{"cache: { key: npm-${{ hashFiles('package-lock.json') }}, paths: … }"}</code>, and{' '}
      <code>yard cache list</code> shows them.
    </p>
  </Empty>
);

const Removal = ({
  project,
  prefix,
  open,
  onClose,
  onDone,
}: {
  project: string;
  prefix: string | undefined;
  open: Open;
  onClose: () => void;
  onDone: () => Promise<void>;
}) => {
  const clear = async () => {
    const { removed, bytes } = await client.caches.clear(project, prefix);
    say(`${removed} caches removed, ${bytesText(bytes)}`);
    await onDone();
  };
  const remove = async (id: string) => {
    await client.caches.remove(project, id);
    say('The cache is removed');
    await onDone();
  };
  if (open.what === 'remove')
    return (
      <Confirm
        title="Remove this cache?"
        verb="Remove it"
        isDanger
        onClose={onClose}
        onDo={() => remove(open.cache.id)}
      >
        <p>
          <code>{open.cache.key}</code>: the next step that asks for it makes it anew.
        </p>
      </Confirm>
    );
  const which = prefix === undefined ? `all caches of ${project}` : `caches of ${project} that begin with ${prefix}`;
  return (
    <ConfirmName title={`Remove ${which}?`} name={project} verb="Remove them" onClose={onClose} onDo={clear}>
      <p>Steps that ask for them make them anew, which takes its time.</p>
    </ConfirmName>
  );
};
