import type { ApiTokenView, CreateTokenAnswer } from '@switchyard/contracts';
import type { ComponentChildren } from 'preact';
import { type Signal, useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { may, projectShown } from '../../data/may.js';
import { me } from '../../data/session.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { say } from '../../shell/toasts.js';
import { usePlace } from '../../shell/use-place.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { word } from '../../ui/curl.js';
import { Empty } from '../../ui/empty.js';
import { ConfirmName } from '../../ui/form-dialog.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { Tabs } from '../../ui/tabs.js';
import { CreateToken } from './create-token.js';
import { TokenTable } from './token-table.js';

export const TokensPage = () => {
  const { query, here, project: chosen } = usePlace();
  const project = projectShown(me.value, chosen);
  const maySeeServices = project !== undefined && may(me.value, 'members.write', project);
  const tab = query['tab'] === 'services' && maySeeServices ? 'services' : 'own';
  return (
    <Tokens key={`${tab} ${project}`} project={tab === 'services' ? project : undefined}>
      {maySeeServices && (
        <Tabs
          label="Whose tokens"
          current={tab}
          hrefOf={id => here({ tab: id === 'own' ? undefined : id })}
          tabs={[
            { id: 'own', title: 'Your own' },
            { id: 'services', title: `Services of ${project}` },
          ]}
        />
      )}
    </Tokens>
  );
};

type Open = { what: 'create' } | { what: 'shown'; made: CreateTokenAnswer } | { what: 'revoke'; token: ApiTokenView };

/** @param project whose services' tokens they are; undefined: the reader's own. */
const Tokens = ({ project, children }: { project: string | undefined; children: ComponentChildren }) => {
  useDocumentStatus('Tokens');
  const open = useSignal<Open | undefined>(undefined);
  const query = useQuery(`tokens of ${project ?? 'me'}`, () => client.identity.tokens(project));
  return (
    <Page
      title="Tokens"
      about={
        project === undefined
          ? 'For programs that act as you, in all your projects.'
          : `For programs that act in ${project} with a role of their own.`
      }
      actions={<TokenActions project={project} onMake={() => (open.value = { what: 'create' })} />}
    >
      {children}
      <Loaded query={query} label="tokens">
        {tokens =>
          tokens.length === 0 ? (
            <NoTokens project={project} />
          ) : (
            <TokenTable tokens={tokens} onRevoke={token => (open.value = { what: 'revoke', token })} />
          )
        }
      </Loaded>
      <TokenDialog project={project} open={open} onChanged={() => query.reload()} />
    </Page>
  );
};

const TokenActions = ({ project, onMake }: { project: string | undefined; onMake: () => void }) => {
  // Tokens make no tokens.
  const mayMake = me.value?.kind === 'user' || project !== undefined;
  const commands =
    project === undefined
      ? { yard: 'tokens list', request: 'GET /api/tokens' }
      : {
          yard: `tokens list --project=${word(project)}`,
          request: `GET /api/tokens?project=${encodeURIComponent(project)}`,
        };
  return (
    <>
      <CopyAs commands={commands} />
      {mayMake && (
        <Button look="main" icon="plus" onClick={onMake}>
          Make a token
        </Button>
      )}
    </>
  );
};

const TokenDialog = ({
  project,
  open,
  onChanged,
}: {
  project: string | undefined;
  open: Signal<Open | undefined>;
  onChanged: () => Promise<void>;
}) => {
  const close = () => (open.value = undefined);
  const asked = open.value;
  if (asked === undefined) return null;
  switch (asked.what) {
    case 'create':
      return (
        <CreateToken
          project={project}
          // What was made is shown by then, and stays.
          onClose={() => open.value?.what === 'create' && close()}
          onMade={async made => {
            open.value = { what: 'shown', made };
            await onChanged();
          }}
        />
      );
    case 'shown':
      return (
        <ShownOnce
          title={`The token ${asked.made.view.name}`}
          label="token"
          text={asked.made.token}
          about="Keep it now: it is shown this once, and the platform itself does not have it."
          onClose={close}
        />
      );
    case 'revoke':
      return <Revoke token={asked.token} onClose={close} onRevoked={onChanged} />;
  }
};

const NoTokens = ({ project }: { project: string | undefined }) => (
  <Empty icon="key" title="No tokens yet">
    <p>
      Make one here, or in a terminal:{' '}
      <code>
        {project === undefined
          ? `yard tokens create laptop --user ${me.value?.login ?? 'YOU'}`
          : `yard tokens create deploy-bot --project ${project} --role developer`}
      </code>
    </p>
  </Empty>
);

const Revoke = ({
  token: { id, name },
  onClose,
  onRevoked,
}: {
  token: ApiTokenView;
  onClose: () => void;
  onRevoked: () => Promise<void>;
}) => (
  <ConfirmName
    title={`End the token ${name}?`}
    name={name}
    verb="End it"
    onClose={onClose}
    onDo={async () => {
      await client.identity.revokeToken(id);
      say(`The token ${name} is of no use any more`);
      await onRevoked();
    }}
  >
    <p>Programs that use it are refused within five seconds. It cannot be brought back.</p>
  </ConfirmName>
);
